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

-- name: mail_waiting -> mail_waiting
-- cross-tenant: how many wait, for whoever runs the service
SELECT COUNT(CASE WHEN state = 'queued' THEN 1 END) AS queued,
       COUNT(CASE WHEN state = 'deferred' THEN 1 END) AS later
  FROM mail FORCE INDEX (due)
 WHERE next_attempt_at > '1970-01-01';

-- name: mail_hold
-- From here to the end of the transaction nobody cancels it: whoever wants to waits, and
-- then finds the link that was made for it.
-- cross-tenant: the keeper sends for all
UPDATE mail
   SET lease_until = lease_until + INTERVAL 1 SECOND
 WHERE id = :id AND claimed_by = :keeper AND state IN ('queued', 'deferred');

-- name: mail_to_send -> mail_row
-- cross-tenant: the keeper sends for all
SELECT m.id, m.tenant_id, m.kind, m.account_id, m.invitation_id, m.to_address, m.language,
       m.detail, m.attempts, m.created_at, COALESCE(m.queued_at, m.created_at) AS queued_at,
       a.email, a.first_name, a.last_name,
       a.password_hash IS NOT NULL AND a.must_change_password = 0 AS has_own_password,
       u.status AS member_status,
       EXISTS (SELECT 1 FROM mail n WHERE n.account_id = m.account_id AND n.id > m.id
                                      AND n.kind = m.kind) AS superseded,
       i.status AS invitation_status, i.expires_at AS invitation_expires_at,
       i.message AS invitation_message, i.invited_by
  FROM mail m
  LEFT JOIN account a ON a.id = m.account_id
  LEFT JOIN membership u ON u.tenant_id = m.tenant_id AND u.account_id = m.account_id
  LEFT JOIN invitation i ON i.tenant_id = m.tenant_id AND i.id = m.invitation_id
 WHERE m.id = :id;

-- name: mail_done
-- One that was cancelled while it was under way stays cancelled, unless it did arrive.
-- cross-tenant: the keeper sends for all
UPDATE mail
   SET next_attempt_at = IF(state = 'cancelled', NULL, :next),
       state = IF(state = 'cancelled' AND :state <> 'sent', state, :state),
       attempts = attempts + :tried, last_error = :words,
       lease_until = NULL, claimed_by = NULL, updated_at = :now
 WHERE id = :id AND claimed_by = :keeper;

-- name: mail_temporary_password
-- The old one, if there was any, is worth nothing from here on.
-- then: known_outdate_account
UPDATE account
   SET password_hash = :password_hash, must_change_password = 1,
       password_expires_at = :expires_at, password_changed_at = :now
 WHERE id = :account_id;

-- name: mail_inviter -> mail_inviter
SELECT a.email, a.first_name, a.last_name FROM account a WHERE a.id = :id;

-- name: mail_page_all -> mail_view
-- For the platform.
-- cross-tenant: the platform reaches everybody
SELECT m.id, m.tenant_id, m.kind, m.to_address, m.language, m.invitation_id, m.state, m.attempts,
       m.last_error, m.next_attempt_at, m.updated_at, m.created_at
  FROM mail m
  STRAIGHT_JOIN tenant t ON t.id = m.tenant_id
 WHERE m.id < :from AND t.status <> 'deleted'
   AND (:state IS NULL OR m.state = :state) AND (:to_key IS NULL OR m.to_key = :to_key)
 ORDER BY m.id DESC
 LIMIT :offset, :fetch;

-- name: mail_count_all
-- cross-tenant: the platform reaches everybody
-- scan ok: an exact total, on first pages only
SELECT COUNT(*)
  FROM mail m
  STRAIGHT_JOIN tenant t ON t.id = m.tenant_id
 WHERE t.status <> 'deleted'
   AND (:state IS NULL OR m.state = :state) AND (:to_key IS NULL OR m.to_key = :to_key);

-- name: mail_page_reach -> mail_view
-- cross-tenant: bounded by the caller's reach
SELECT m.id, m.tenant_id, m.kind, m.to_address, m.language, m.invitation_id, m.state, m.attempts,
       m.last_error, m.next_attempt_at, m.updated_at, m.created_at
  FROM tenant t
  STRAIGHT_JOIN mail m ON m.tenant_id = t.id
 WHERE (t.id = :own OR t.msp_id = :below) AND m.id < :from AND t.status <> 'deleted'
   AND (:state IS NULL OR m.state = :state) AND (:to_key IS NULL OR m.to_key = :to_key)
 ORDER BY m.id DESC
 LIMIT :offset, :fetch;

-- name: mail_count_reach
-- cross-tenant: bounded by the caller's reach
SELECT COUNT(*)
  FROM tenant t
  STRAIGHT_JOIN mail m ON m.tenant_id = t.id
 WHERE (t.id = :own OR t.msp_id = :below) AND t.status <> 'deleted'
   AND (:state IS NULL OR m.state = :state) AND (:to_key IS NULL OR m.to_key = :to_key);

-- name: mail_of_tenant -> mail_view
SELECT id, tenant_id, kind, to_address, language, invitation_id, state, attempts, last_error,
       next_attempt_at, updated_at, created_at
  FROM mail
 WHERE tenant_id = :tenant_id
 ORDER BY id;

-- name: mail_by_id -> mail_view
-- cross-tenant: the caller checks that it is covered
SELECT id, tenant_id, kind, to_address, language, invitation_id, state, attempts, last_error,
       next_attempt_at, updated_at, created_at
  FROM mail
 WHERE id = :id;

-- name: mail_requeue
-- Unless it has arrived, or a keeper has it in hand at this moment.
UPDATE mail
   SET state = 'queued', next_attempt_at = :now, queued_at = :now, updated_at = :now
 WHERE tenant_id = :tenant_id AND id = :id AND state <> 'sent'
   AND (lease_until IS NULL OR lease_until < :now);

-- name: mail_cancel
UPDATE mail
   SET state = 'cancelled', next_attempt_at = NULL, updated_at = :now
 WHERE tenant_id = :tenant_id AND id = :id AND state IN ('queued', 'deferred');

-- name: mail_cancel_kind
-- cross-tenant: bound to the account
UPDATE mail
   SET state = 'cancelled', next_attempt_at = NULL, updated_at = :now
 WHERE account_id = :account_id AND kind = :kind AND state IN ('queued', 'deferred');

-- name: mail_cancel_tenant
UPDATE mail
   SET state = 'cancelled', next_attempt_at = NULL, updated_at = :now
 WHERE tenant_id = :tenant_id AND state IN ('queued', 'deferred');

-- name: mail_purge
-- What became of a mail is told for a quarter.  Ids are in the order of time.
-- cross-tenant: by the keeper, in small steps
DELETE FROM mail WHERE id < :before AND next_attempt_at IS NULL LIMIT 1000;
