-- name: totp_begin
-- A second start before the confirmation replaces the first.
INSERT INTO totp (account_id, secret, key_number, created_at)
VALUES (:account_id, :secret, :key_number, :now)
ON DUPLICATE KEY UPDATE secret = VALUES(secret), key_number = VALUES(key_number),
       confirmed_at = NULL, last_step = -1, created_at = VALUES(created_at);

-- name: totp_find -> totp_row
SELECT secret, key_number, confirmed_at, last_step
  FROM totp
 WHERE account_id = :account_id;

-- name: totp_take_step
-- Of two that bring the same code one wins: a step is taken once.
UPDATE totp SET last_step = :step WHERE account_id = :account_id AND last_step < :step;

-- name: totp_confirm
UPDATE totp SET confirmed_at = :now WHERE account_id = :account_id AND confirmed_at IS NULL;

-- name: totp_reseal
UPDATE totp SET secret = :secret, key_number = :key_number WHERE account_id = :account_id;

-- name: totp_delete
DELETE FROM totp WHERE account_id = :account_id;

-- name: account_set_mfa
-- then: known_outdate_account
UPDATE account SET mfa_enabled = :enabled WHERE id = :account_id;

-- name: recovery_code_insert
INSERT INTO recovery_code (hash, account_id) VALUES (:hash, :account_id);

-- name: recovery_code_use
UPDATE recovery_code SET used_at = :now
 WHERE hash = :hash AND account_id = :account_id AND used_at IS NULL;

-- name: recovery_code_delete_all
DELETE FROM recovery_code WHERE account_id = :account_id;
