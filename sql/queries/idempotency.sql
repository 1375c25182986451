-- name: idempotency_insert
-- The key is taken, or it was: a second caller waits here for the first.
INSERT INTO idempotency (caller, key_hash, params_hash, created_at)
VALUES (:caller, :key_hash, :params_hash, :now);

-- name: idempotency_find -> kept_answer
SELECT params_hash, answer, created_at
  FROM idempotency
 WHERE caller = :caller AND key_hash = :key_hash;

-- name: idempotency_keep
UPDATE idempotency SET answer = :answer
 WHERE caller = :caller AND key_hash = :key_hash;

-- name: idempotency_drop
DELETE FROM idempotency WHERE caller = :caller AND key_hash = :key_hash;

-- name: idempotency_renew
-- A key older than a day is free again.
UPDATE idempotency SET params_hash = :params_hash, answer = NULL, created_at = :now
 WHERE caller = :caller AND key_hash = :key_hash AND created_at < :before;

-- name: idempotency_purge
DELETE FROM idempotency WHERE created_at < :before LIMIT 1000;
