-- name: invitation_by_id -> invitation_row
-- cross-tenant: the caller checks that it is covered
SELECT i.id, i.tenant_id, i.account_id, i.email, i.communication_email, i.first_name, i.last_name,
       i.language, i.role_id, COALESCE(r.name, '') AS role_name, i.permissions, i.message,
       IF(i.status = 'pending' AND i.expires_at <= :now, 'expired', i.status) AS status,
       i.invited_by, i.send_count, i.ttl_seconds, i.expires_at, i.accepted_at, i.version,
       i.created_at,
       d.state AS delivery_state, d.attempts AS delivery_attempts,
       d.last_error AS delivery_error, d.next_attempt_at AS delivery_next_at,
       d.updated_at AS delivery_updated_at
  FROM invitation i
  LEFT JOIN role r ON r.id = i.role_id
  LEFT JOIN mail d ON d.id = (SELECT x.id FROM mail x WHERE x.invitation_id = i.id
                               ORDER BY x.id DESC LIMIT 1)
 WHERE i.id = :id;

-- name: invitation_open -> invitation_row
-- Of one member at most one is open.
SELECT i.id, i.tenant_id, i.account_id, i.email, i.communication_email, i.first_name, i.last_name,
       i.language, i.role_id, COALESCE(r.name, '') AS role_name, i.permissions, i.message,
       IF(i.expires_at <= :now, 'expired', i.status) AS status,
       i.invited_by, i.send_count, i.ttl_seconds, i.expires_at, i.accepted_at, i.version,
       i.created_at
  FROM invitation i
  LEFT JOIN role r ON r.id = i.role_id
 WHERE i.account_id = :account_id AND i.status = 'pending' AND i.tenant_id = :tenant_id
 ORDER BY i.id DESC
 LIMIT 1;

-- name: invitation_page -> invitation_row
SELECT i.id, i.tenant_id, i.account_id, i.email, i.communication_email, i.first_name, i.last_name,
       i.language, i.role_id, COALESCE(r.name, '') AS role_name, i.permissions, i.message,
       IF(i.status = 'pending' AND i.expires_at <= :now, 'expired', i.status) AS status,
       i.invited_by, i.send_count, i.ttl_seconds, i.expires_at, i.accepted_at, i.version,
       i.created_at,
       d.state AS delivery_state, d.attempts AS delivery_attempts,
       d.last_error AS delivery_error, d.next_attempt_at AS delivery_next_at,
       d.updated_at AS delivery_updated_at
  FROM invitation i
  LEFT JOIN role r FORCE INDEX (PRIMARY) ON r.id = i.role_id
  LEFT JOIN mail d ON d.id = (SELECT x.id FROM mail x WHERE x.invitation_id = i.id
                               ORDER BY x.id DESC LIMIT 1)
 WHERE i.tenant_id = :tenant_id AND i.status = :status AND i.id > :from
   AND (:expired IS NULL OR (i.expires_at <= :now) = :expired)
   AND (:text IS NULL OR CONCAT_WS(' ', i.first_name, i.last_name, i.email, i.communication_email)
        COLLATE utf8mb4_unicode_520_ci LIKE :text)
 ORDER BY i.id
 LIMIT :offset, :fetch;

-- name: invitation_count
SELECT COUNT(*)
  FROM invitation i
 WHERE i.tenant_id = :tenant_id AND i.status = :status
   AND (:expired IS NULL OR (i.expires_at <= :now) = :expired)
   AND (:text IS NULL OR CONCAT_WS(' ', i.first_name, i.last_name, i.email, i.communication_email)
        COLLATE utf8mb4_unicode_520_ci LIKE :text);

-- name: invitation_insert
INSERT INTO invitation (tenant_id, id, account_id, email, communication_email, first_name,
       last_name, language, role_id, permissions, message, status, invited_by, send_count,
       ttl_seconds, expires_at, accepted_at, created_at)
VALUES (:tenant_id, :id, :account_id, :email, :communication_email, :first_name,
       :last_name, :language, :role_id, :permissions, :message, :status, :invited_by, :send_count,
       :ttl_seconds, :expires_at, :accepted_at, :now);

-- name: invitation_set
UPDATE invitation
   SET first_name = COALESCE(:first_name, first_name),
       last_name = COALESCE(:last_name, last_name),
       communication_email = NULLIF(COALESCE(:communication_email, communication_email), ''),
       language = COALESCE(:language, language),
       role_id = COALESCE(:role_id, role_id),
       permissions = COALESCE(:permissions, permissions),
       version = version + 1
 WHERE tenant_id = :tenant_id AND id = :id;

-- name: invitation_sent
UPDATE invitation
   SET send_count = send_count + 1, invited_by = :invited_by, expires_at = :expires_at,
       version = version + 1
 WHERE tenant_id = :tenant_id AND id = :id;

-- name: invitation_extend
-- A link that is handed over is worth nothing behind the end of what it stands for.
UPDATE invitation
   SET expires_at = GREATEST(expires_at, :expires_at), version = version + 1
 WHERE tenant_id = :tenant_id AND id = :id;

-- name: invitation_revoke
UPDATE invitation SET status = 'revoked', version = version + 1
 WHERE tenant_id = :tenant_id AND id = :id AND status = 'pending';

-- name: invite_states -> invite_state
-- What is known of the addresses that are to be invited, in one go.
SELECT STRAIGHT_JOIN j.place, a.id AS account_id, a.email, a.communication_email,
       a.first_name, a.last_name, a.language,
       IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) AS status,
       EXISTS (SELECT 1 FROM membership o
                WHERE o.account_id = a.id AND o.tenant_id <> :tenant_id) AS elsewhere,
       EXISTS (SELECT 1 FROM account e WHERE e.email_key = CAST(j.erased_key AS BINARY)) AS erased,
       (SELECT COUNT(*) FROM mail x
         WHERE x.to_key = CAST(j.to_key AS BINARY) AND x.kind = :kind
           AND x.created_at > :since) AS mails
  FROM JSON_TABLE(:addresses, '$[*]' COLUMNS (
         place FOR ORDINALITY,
         email_key VARCHAR(254) PATH '$[0]',
         to_key VARCHAR(254) PATH '$[1]',
         erased_key VARCHAR(254) PATH '$[2]')) AS j
  LEFT JOIN account a ON a.email_key = CAST(j.email_key AS BINARY)
  LEFT JOIN membership m ON m.tenant_id = :tenant_id AND m.account_id = a.id;

-- name: invite_state_of_one -> invite_state
-- The same for one address, three times as fast: no table has to be made of it.
SELECT 1 AS place, a.id AS account_id, a.email, a.communication_email,
       a.first_name, a.last_name, a.language,
       IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) AS status,
       EXISTS (SELECT 1 FROM membership o
                WHERE o.account_id = a.id AND o.tenant_id <> :tenant_id) AS elsewhere,
       EXISTS (SELECT 1 FROM account e WHERE e.email_key = :erased_key) AS erased,
       (SELECT COUNT(*) FROM mail x
         WHERE x.to_key = :to_key AND x.kind = :kind AND x.created_at > :since) AS mails
  FROM (SELECT 1) AS j
  LEFT JOIN account a ON a.email_key = :email_key
  LEFT JOIN membership m ON m.tenant_id = :tenant_id AND m.account_id = a.id;

-- name: invite_account
INSERT INTO account (id, email, email_key, communication_email, first_name, last_name, language,
       home_tenant_id, created_at)
VALUES (:id, :email, :email_key, :communication_email, :first_name, :last_name, :language,
       :tenant_id, :now);

-- name: invite_retire_account
-- Who was removed leaves her address to whoever has it now.
-- cross-tenant: an account that is no member of anything
UPDATE account SET email_key = CONCAT('removed:', HEX(id)) WHERE id = :account_id;

-- name: invite_several
-- Whoever has this mark is looked for in all places, everybody else only in her own.
-- cross-tenant: an account that is a member elsewhere
-- then: known_outdate_account
UPDATE account SET several = 1 WHERE id = :account_id;

-- name: invite_renew_member
-- then: known_outdate_account
UPDATE membership
   SET role_id = :role_id, status = :status, permissions = :permissions,
       access_expires_at = :access_expires_at, version = version + 1
 WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: invite_void_password
-- cross-tenant: of somebody who is a member of nothing else
-- callers: the sessions are gone
UPDATE account
   SET password_hash = NULL, password_expires_at = NULL, must_change_password = 0
 WHERE id = :id;
