-- name: throttle_count
-- One try, if one may be made now.  The fifth wrong one in a row holds back for 30 seconds,
-- each further one for twice as long, 15 minutes at most.
UPDATE throttle
   SET fails = fails + 1,
       next_at = :now + INTERVAL IF(fails < 5, 0, LEAST(30 << LEAST(fails - 5, 5), 900)) SECOND
 WHERE key_hash = :key_hash AND next_at <= :now;

-- name: throttle_uncount
-- Who is held back by wrong ones before it stays so.
UPDATE throttle
   SET next_at = IF(fails <= 5, :now, next_at), fails = fails - 1
 WHERE key_hash = :key_hash AND fails > 0;

-- name: throttle_insert
INSERT INTO throttle (key_hash, fails, next_at) VALUES (:key_hash, 1, :now);

-- name: throttle_find -> throttle_row
SELECT next_at FROM throttle WHERE key_hash = :key_hash;

-- name: throttle_clear
UPDATE throttle SET fails = 0, next_at = :now WHERE key_hash = :key_hash;

-- name: throttle_purge
-- A day without a try, and they are no longer in a row.
DELETE FROM throttle WHERE next_at < :before LIMIT 1000;
