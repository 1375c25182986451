-- name: device_insert
INSERT INTO device (hash, account_id, created_at, expires_at)
VALUES (:hash, :account_id, :now, :expires_at);

-- name: device_of -> device_row
SELECT a.id AS account_id
  FROM device d
  JOIN account a ON a.id = d.account_id
 WHERE d.hash = :hash AND d.expires_at > :now AND a.email_key = :email_key;

-- name: device_delete_account
DELETE FROM device WHERE account_id = :account_id;

-- name: device_purge
DELETE FROM device WHERE expires_at < :before LIMIT 1000;
