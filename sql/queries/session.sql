-- name: session_state -> caller_row
-- All that a call needs to know of its caller, in one read.
-- cross-tenant: found by the hash of a secret
SELECT s.revision, s.id AS session_id, s.kind AS session_kind, s.level AS session_level,
       s.created_at, s.authenticated_at, s.last_seen_at, s.idle_seconds, s.expires_at,
       s.ip, s.user_agent, s.remember, s.host_id,
       a.id AS account_id, a.email, a.communication_email, a.first_name, a.last_name,
       a.language, a.must_change_password, a.mfa_enabled, a.several,
       m.status, m.permissions, m.last_sign_in_at, m.access_expires_at,
       m.version AS member_version, m.created_at AS member_since,
       r.id AS role_id, r.name AS role_name, r.builtin AS role_builtin,
       r.permissions AS role_permissions, r.can_assign, r.title AS role_title,
       r.description AS role_description,
       t.id AS tenant_id, t.kind AS tenant_kind, t.msp_id, t.status AS tenant_status,
       t.name AS tenant_name, t.slug AS tenant_slug, t.config,
       p.slug AS msp_slug, p.status AS msp_status, p.config AS msp_config,
       o.config AS platform_config
  FROM session s
  JOIN account a ON a.id = s.account_id
  JOIN membership m ON m.tenant_id = s.tenant_id AND m.account_id = s.account_id
  JOIN role r ON r.id = m.role_id
  JOIN tenant t ON t.id = s.tenant_id
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE s.hash = :hash;

-- name: session_seen
-- At most once a minute for each session.
-- cross-tenant: found by the hash of a secret
UPDATE session SET last_seen_at = :now WHERE hash = :hash;

-- name: session_insert
INSERT INTO session (hash, id, account_id, tenant_id, host_id, kind, level, created_at,
       authenticated_at, last_seen_at, idle_seconds, expires_at, ip, user_agent,
       remember)
VALUES (:hash, :id, :account_id, :tenant_id, :host_id, :kind, :level, :now,
       :now, :now, :idle_seconds, :expires_at, :ip, :user_agent, :remember);

-- name: session_by_account -> session_row
-- cross-tenant: a person sees all of the own sessions
SELECT s.id, s.account_id AS user_id, s.tenant_id, s.level, s.created_at, s.last_seen_at,
       s.expires_at, s.ip, s.user_agent
  FROM session s
 WHERE s.account_id = :account_id AND (:tenant_id IS NULL OR s.tenant_id = :tenant_id)
   AND s.expires_at > :now AND s.last_seen_at > :now - INTERVAL s.idle_seconds SECOND
 ORDER BY s.id DESC
 LIMIT 100;

-- name: session_who -> session_who
-- Who is signed in where, the last ones seen first; of one tenant or address, or all.
-- cross-tenant: for whoever runs the service
-- scan ok: an operator looks, now and then
SELECT COALESCE(t.slug, 'admin') AS tenant, a.email, s.level, s.kind, s.created_at AS since,
       s.last_seen_at, s.ip
  FROM session s
  JOIN account a ON a.id = s.account_id
  JOIN tenant t ON t.id = s.tenant_id
 WHERE s.expires_at > :now AND s.last_seen_at > :now - INTERVAL s.idle_seconds SECOND
   AND (:tenant IS NULL OR t.slug = :tenant) AND (:email_key IS NULL OR a.email_key = :email_key)
 ORDER BY s.last_seen_at DESC
 LIMIT :limit;

-- name: session_renew
-- The old value is worth nothing from here on.
-- cross-tenant: bound to the account
UPDATE session
   SET hash = :hash, level = :level, authenticated_at = :now, expires_at = :expires_at
 WHERE account_id = :account_id AND id = :id;

-- name: session_switch
-- Another tenant, another value; what was proved and when stays.
UPDATE session
   SET hash = :hash, tenant_id = :tenant_id, idle_seconds = :idle_seconds,
       expires_at = :expires_at, last_seen_at = :now
 WHERE account_id = :account_id AND id = :id;

-- name: session_promote
-- cross-tenant: bound to the account
UPDATE session
   SET level = :level, authenticated_at = :now, expires_at = :expires_at,
       revision = revision + 1
 WHERE account_id = :account_id AND id = :id;

-- name: session_delete
-- cross-tenant: bound to the account
DELETE FROM session
 WHERE account_id = :account_id AND id = :id AND (:tenant_id IS NULL OR tenant_id = :tenant_id);

-- name: session_delete_account
-- cross-tenant: the password of a person opens all of them
DELETE FROM session WHERE account_id = :account_id;

-- name: session_delete_others
-- cross-tenant: bound to the account
DELETE FROM session WHERE account_id = :account_id AND id <> :id;

-- name: session_delete_member
DELETE FROM session WHERE account_id = :account_id AND tenant_id = :tenant_id;

-- name: session_delete_tenant
DELETE FROM session WHERE tenant_id = :tenant_id;

-- name: session_delete_msp
-- cross-tenant: an MSP with all its tenants
DELETE s FROM session s JOIN tenant t ON t.id = s.tenant_id WHERE t.msp_id = :msp_id;

-- name: session_trim
-- Of more than twenty sessions the oldest end.
-- cross-tenant: bound to the account
DELETE FROM session
 WHERE account_id = :account_id
   AND id < (SELECT id FROM (SELECT id FROM session WHERE account_id = :account_id
                              ORDER BY id DESC LIMIT 1 OFFSET 19) AS newest);

-- name: session_purge
-- cross-tenant: what has ended is of no use to anybody
DELETE FROM session WHERE expires_at < :before LIMIT 1000;
