-- name: mail_insert
INSERT INTO mail (id, tenant_id, kind, account_id, invitation_id, to_address, to_key, language,
       detail, next_attempt_at, created_at, updated_at)
VALUES (:id, :tenant_id, :kind, :account_id, :invitation_id, :to_address, :to_key, :language,
       :detail, :now, :now, :now);

-- name: mail_of_invitation -> delivery
SELECT state, attempts, last_error, next_attempt_at, updated_at
  FROM mail
 WHERE tenant_id = :tenant_id AND invitation_id = :invitation_id
 ORDER BY id DESC
 LIMIT 1;

-- name: mail_cancel_invitation
UPDATE mail
   SET state = 'cancelled', next_attempt_at = NULL, updated_at = :now
 WHERE tenant_id = :tenant_id AND invitation_id = :invitation_id
   AND state IN ('queued', 'deferred');

-- name: mail_recent -> mail_time
-- The limits hold for an address, whoever writes to it.
-- cross-tenant: an address is bombed from many tenants as well as from one
SELECT created_at
  FROM mail
 WHERE to_key = :to_key AND kind = :kind AND created_at > :since
 ORDER BY created_at DESC
 LIMIT 11;

-- name: mail_due -> mail_due
-- cross-tenant: the keeper sends for all
SELECT id
  FROM mail
 WHERE next_attempt_at <= :now AND (lease_until IS NULL OR lease_until < :now)
 ORDER BY next_attempt_at
 LIMIT 50;

-- name: mail_claim
-- One keeper of many wins a row: whoever changes it.
-- cross-tenant: the keeper sends for all
UPDATE mail
   SET claimed_by = :keeper, lease_until = :until
 WHERE id = :id AND next_attempt_at <= :now AND (lease_until IS NULL OR lease_until < :now);

-- name: mail_to_send -> mail_row
-- cross-tenant: the keeper sends for all
SELECT m.id, m.tenant_id, m.kind, m.account_id, m.invitation_id, m.to_address, m.language,
       m.detail, m.attempts, m.created_at,
       a.email, a.first_name, a.last_name,
       i.status AS invitation_status, i.expires_at AS invitation_expires_at,
       i.message AS invitation_message, i.invited_by
  FROM mail m
  LEFT JOIN account a ON a.id = m.account_id
  LEFT JOIN invitation i ON i.tenant_id = m.tenant_id AND i.id = m.invitation_id
 WHERE m.id = :id AND m.claimed_by = :keeper;

-- name: mail_done
-- cross-tenant: the keeper sends for all
UPDATE mail
   SET state = :state, attempts = attempts + :tried, last_error = :words,
       next_attempt_at = :next, lease_until = NULL, claimed_by = NULL, updated_at = :now
 WHERE id = :id AND claimed_by = :keeper;

-- name: mail_temporary_password
-- The old one, if there was any, is worth nothing from here on.
UPDATE account
   SET password_hash = :password_hash, must_change_password = 1,
       password_expires_at = :expires_at, password_changed_at = :now
 WHERE id = :id;

-- name: mail_inviter -> mail_inviter
SELECT a.email, a.first_name, a.last_name FROM account a WHERE a.id = :id;
