-- name: member_get -> member_row
SELECT a.id, m.tenant_id, a.email, a.communication_email, a.first_name, a.last_name, a.language,
       a.mfa_enabled,
       a.home_tenant_id, a.password_hash IS NOT NULL AS has_password,
       a.password_changed_at IS NOT NULL AS was_active,
       EXISTS (SELECT 1 FROM membership o
                WHERE o.account_id = a.id AND o.tenant_id <> m.tenant_id) AS elsewhere,
       IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) AS status,
       m.role_id, r.name AS role_name, r.builtin AS role_builtin,
       r.permissions AS role_permissions, m.permissions, m.last_sign_in_at,
       m.access_expires_at, m.version, m.created_at
  FROM membership m
  JOIN account a ON a.id = m.account_id
  JOIN role r ON r.id = m.role_id
 WHERE m.tenant_id = :tenant_id AND m.account_id = :account_id;

-- name: member_by_email -> member_id
SELECT m.account_id AS id
  FROM account a
  JOIN membership m ON m.tenant_id = :tenant_id AND m.account_id = a.id
 WHERE a.email_key = :email_key;

-- name: member_places -> member_place
-- Where an account is a member, as far as somebody reaches.
-- cross-tenant: bounded by the caller's reach
SELECT m.tenant_id
  FROM membership m
  JOIN tenant t ON t.id = m.tenant_id
 WHERE m.account_id = :account_id AND t.status <> 'deleted'
   AND (:reach IS NULL OR t.id = :reach OR t.msp_id = :reach)
 LIMIT 2;

-- name: member_page -> member_row
-- In the order in which accounts began: a range of the primary key.
SELECT a.id, m.tenant_id, a.email, a.communication_email, a.first_name, a.last_name, a.language,
       a.mfa_enabled,
       IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) AS status,
       r.name AS role_name, m.permissions, m.last_sign_in_at, m.access_expires_at, m.version,
       m.created_at, (SELECT user_count FROM tenant WHERE id = :tenant_id) AS user_count
  FROM membership m
  STRAIGHT_JOIN account a ON a.id = m.account_id
  STRAIGHT_JOIN role r FORCE INDEX (PRIMARY) ON r.id = m.role_id
 WHERE m.tenant_id = :tenant_id AND m.account_id > :from
   AND (:status IS NULL OR
        IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) = :status)
   AND (:role IS NULL OR r.name = :role)
   AND (:since IS NULL OR m.last_sign_in_at IS NULL OR m.last_sign_in_at < :since)
   AND (:text IS NULL OR CONCAT_WS(' ', a.first_name, a.last_name, a.email, a.communication_email)
        COLLATE utf8mb4_unicode_520_ci LIKE :text)
 ORDER BY m.account_id
 LIMIT :offset, :fetch;

-- name: member_page_sorted -> member_row
-- By a key that no index has: as many rows are looked at as the tenant has members.
SELECT a.id, m.tenant_id, a.email, a.communication_email, a.first_name, a.last_name, a.language,
       a.mfa_enabled,
       IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) AS status,
       r.name AS role_name, m.permissions, m.last_sign_in_at, m.access_expires_at, m.version,
       m.created_at, (SELECT user_count FROM tenant WHERE id = :tenant_id) AS user_count,
       CASE :sort WHEN 'email' THEN LOWER(a.email)
                  WHEN 'name' THEN LEFT(LOWER(CONCAT_WS(' ', a.last_name, a.first_name)), 100)
                  WHEN 'last_sign_in_at' THEN COALESCE(m.last_sign_in_at, '')
                  ELSE '' END AS sort_key
  FROM membership m
  STRAIGHT_JOIN account a ON a.id = m.account_id
  STRAIGHT_JOIN role r FORCE INDEX (PRIMARY) ON r.id = m.role_id
 WHERE m.tenant_id = :tenant_id
   AND (:status IS NULL OR
        IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) = :status)
   AND (:role IS NULL OR r.name = :role)
   AND (:since IS NULL OR m.last_sign_in_at IS NULL OR m.last_sign_in_at < :since)
   AND (:text IS NULL OR CONCAT_WS(' ', a.first_name, a.last_name, a.email, a.communication_email)
        COLLATE utf8mb4_unicode_520_ci LIKE :text)
HAVING :key IS NULL
    OR (:down = 0 AND (sort_key > :key OR (sort_key = :key AND a.id > :from)))
    OR (:down = 1 AND (sort_key < :key OR (sort_key = :key AND a.id < :from)))
 ORDER BY IF(:down = 0, sort_key, NULL), IF(:down = 0, a.id, NULL), sort_key DESC, a.id DESC
 LIMIT :offset, :fetch;

-- name: member_count
SELECT COUNT(*)
  FROM membership m
  STRAIGHT_JOIN account a ON a.id = m.account_id
  STRAIGHT_JOIN role r FORCE INDEX (PRIMARY) ON r.id = m.role_id
 WHERE m.tenant_id = :tenant_id
   AND (:status IS NULL OR
        IF(m.status = 'active' AND m.access_expires_at <= :now, 'inactive', m.status) = :status)
   AND (:role IS NULL OR r.name = :role)
   AND (:since IS NULL OR m.last_sign_in_at IS NULL OR m.last_sign_in_at < :since)
   AND (:text IS NULL OR CONCAT_WS(' ', a.first_name, a.last_name, a.email, a.communication_email)
        COLLATE utf8mb4_unicode_520_ci LIKE :text);

-- name: member_insert
INSERT INTO membership (tenant_id, account_id, role_id, status, permissions, access_expires_at,
       created_at)
VALUES (:tenant_id, :account_id, :role_id, :status, :permissions, :access_expires_at, :now);

-- name: member_set_role
-- then: known_outdate_account
UPDATE membership SET role_id = :role_id, version = version + 1
 WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: member_set_permissions
-- then: known_outdate_account
UPDATE membership SET permissions = :permissions, version = version + 1
 WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: member_set_status
-- An access that has ended begins anew with `active`.
-- then: known_outdate_account
UPDATE membership
   SET status = :status, version = version + 1,
       active_since = IF(:status = 'active', :now, active_since),
       access_expires_at = IF(:status = 'active' AND access_expires_at <= :now, NULL,
                              access_expires_at)
 WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: member_set_end
-- Who was out by then stays out, whether the keeper has written it down already or not.
-- then: known_outdate_account
UPDATE membership
   SET status = IF(status = 'active' AND access_expires_at <= :now, 'inactive', status),
       access_expires_at = :access_expires_at, version = version + 1
 WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: member_delete
-- then: known_outdate_account
DELETE FROM membership WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: member_delete_account
-- callers: the sessions are gone
DELETE FROM account WHERE id = :id;

-- name: member_with_role
-- Another active member of that role, as things stand now and not as of our snapshot.
SELECT 1
  FROM membership
 WHERE role_id = :role_id AND tenant_id = :tenant_id AND account_id <> :account_id
   AND status = 'active' AND (access_expires_at IS NULL OR access_expires_at > :now)
 LIMIT 1
   LOCK IN SHARE MODE;

-- name: member_with_permission
-- The same for somebody who may it beyond the role.
SELECT 1
  FROM membership
 WHERE tenant_id = :tenant_id AND account_id <> :account_id AND permissions LIKE :permission
   AND status = 'active' AND (access_expires_at IS NULL OR access_expires_at > :now)
 LIMIT 1
   LOCK IN SHARE MODE;

-- name: member_seats
-- Active and pending members: those who take a seat.
SELECT COUNT(*) FROM membership WHERE tenant_id = :tenant_id AND status <> 'inactive';

-- name: member_keys -> key_made
-- cross-tenant: bounded by the caller's reach
SELECT k.id, k.name
  FROM api_key k
  JOIN tenant t ON t.id = k.tenant_id
 WHERE k.created_by = :account_id AND k.revoked_at IS NULL
   AND (k.expires_at IS NULL OR k.expires_at > :now)
   AND (:reach IS NULL OR t.id = :reach OR t.msp_id = :reach)
 ORDER BY k.id
 LIMIT 1000;

-- name: member_newest_mail -> delivery
SELECT state, attempts, last_error, next_attempt_at, updated_at
  FROM mail
 WHERE to_key = :to_key AND tenant_id = :tenant_id
 ORDER BY created_at DESC
 LIMIT 1;
