-- name: role_for -> role_row
-- What can be given at one place: its own roles, those of its MSP, the built-in ones; of
-- two of a name the nearer one comes first.
SELECT id, tenant_id, level, name, title, description, builtin, permissions, can_assign,
       version, created_at
  FROM role FORCE INDEX (name)
 WHERE (tenant_id IS NULL AND level = :level) OR tenant_id = :tenant_id OR tenant_id = :msp_id
 ORDER BY builtin DESC, name, tenant_id = :tenant_id DESC;

-- name: role_by_id -> role_row
-- cross-tenant: the caller checks that it is covered
SELECT id, tenant_id, level, name, title, description, builtin, permissions, can_assign,
       version, created_at
  FROM role
 WHERE id = :id;

-- name: role_insert
INSERT INTO role (id, tenant_id, level, name, title, description, permissions, can_assign, created_at)
VALUES (:id, :tenant_id, :level, :name, :title, :description, :permissions, :can_assign, :now);

-- name: role_users -> role_users
SELECT role_id, COUNT(*) AS user_count
  FROM membership
 WHERE tenant_id = :tenant_id
 GROUP BY role_id;

-- name: role_active_holders
SELECT COUNT(*) FROM membership
 WHERE tenant_id = :tenant_id AND role_id = :role_id AND status = 'active';

-- name: role_update
-- callers: known_outdate()
UPDATE role SET title = :title, description = :description, permissions = :permissions,
       can_assign = :can_assign, version = version + 1
 WHERE id = :id AND tenant_id = :tenant_id;

-- name: role_delete
-- callers: known_outdate()
DELETE FROM role WHERE id = :id AND tenant_id = :tenant_id;

-- name: role_holders
-- Members with a role of an MSP, in itself and in its tenants, pending ones too.
-- cross-tenant: the caller may manage the role
SELECT COUNT(*)
  FROM membership m JOIN tenant t ON t.id = m.tenant_id
 WHERE m.role_id = :role_id AND t.kind = :kind;

-- name: role_move_invitations
-- What pending members were offered.
-- cross-tenant: the caller may manage the role
UPDATE invitation i
  JOIN membership m ON m.account_id = i.account_id AND m.tenant_id = i.tenant_id
  JOIN tenant t ON t.id = m.tenant_id
   SET i.role_id = :to, i.version = i.version + 1
 WHERE m.role_id = :role_id AND t.kind = :kind AND i.status = 'pending' AND i.role_id = :role_id;

-- name: role_move_members
-- cross-tenant: the caller may manage the role
-- callers: known_outdate()
UPDATE membership m JOIN tenant t ON t.id = m.tenant_id
   SET m.role_id = :to, m.version = m.version + 1
 WHERE m.role_id = :role_id AND t.kind = :kind;

-- name: role_default_of
-- Places that would be without their default role.
-- cross-tenant: the caller may manage the role
SELECT COUNT(*) FROM tenant
 WHERE (id = :tenant_id OR msp_id = :tenant_id) AND status <> 'deleted'
   AND JSON_VALUE(config, '$.default_role') = :name;
