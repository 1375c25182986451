-- name: token_insert
INSERT INTO token (hash, purpose, account_id, tenant_id, host_id, invitation_id, email,
       created_at, expires_at)
VALUES (:hash, :purpose, :account_id, :tenant_id, :host_id, :invitation_id, :email,
       :now, :expires_at);

-- name: token_find -> token_row
-- The purpose is a part of what is hashed: one text has one hash for each of them.
-- cross-tenant: found by the hash of a secret
SELECT hash, purpose, account_id, tenant_id, host_id, invitation_id, email, expires_at, used_at,
       revoked_at
  FROM token
 WHERE hash IN (:invitation, :access_link, :password_reset, :email_change);

-- name: token_use
-- cross-tenant: found by the hash of a secret
UPDATE token SET used_at = :now
 WHERE hash = :hash AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now;

-- name: token_count_invitation
-- Live ones but for the newest.
SELECT COUNT(*)
  FROM token
 WHERE tenant_id = :tenant_id AND invitation_id = :invitation_id AND hash <> :hash
   AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now;

-- name: token_count_account
-- cross-tenant: bound to the account
SELECT COUNT(*)
  FROM token
 WHERE account_id = :account_id AND purpose = :purpose AND hash <> :hash
   AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now;

-- name: token_revoke_oldest_invitation
UPDATE token SET revoked_at = :now
 WHERE tenant_id = :tenant_id AND invitation_id = :invitation_id AND hash <> :hash
   AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now
 ORDER BY created_at
 LIMIT :excess;

-- name: token_revoke_oldest_account
-- cross-tenant: bound to the account
UPDATE token SET revoked_at = :now
 WHERE account_id = :account_id AND purpose = :purpose AND hash <> :hash
   AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now
 ORDER BY created_at
 LIMIT :excess;

-- name: token_revoke_invitation
UPDATE token SET revoked_at = :now
 WHERE tenant_id = :tenant_id AND invitation_id = :invitation_id
   AND used_at IS NULL AND revoked_at IS NULL;

-- name: token_revoke_account
-- cross-tenant: bound to the account
UPDATE token SET revoked_at = :now
 WHERE account_id = :account_id AND purpose = :purpose
   AND used_at IS NULL AND revoked_at IS NULL;

-- name: token_purge
-- What a link was good for is told for a month.
-- cross-tenant: what has ended is of no use to anybody
DELETE FROM token WHERE expires_at < :before LIMIT 1000;
