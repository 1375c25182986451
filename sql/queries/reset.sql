-- name: reset_insert
INSERT INTO reset_request (host_id, email) VALUES (:host_id, :email);

-- name: reset_list -> reset_request
-- cross-tenant: the keeper answers for all
-- scan ok: the oldest fifty
SELECT id, host_id, email FROM reset_request ORDER BY id LIMIT 50;

-- name: reset_take
-- One keeper of many wins a row: whoever deletes it.
-- cross-tenant: the keeper answers for all
DELETE FROM reset_request WHERE id = :id;
