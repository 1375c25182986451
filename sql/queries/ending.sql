-- name: ending_begin
-- callers: known_outdate()
UPDATE tenant
   SET status_before = status, status = 'deleted', purge_at = :purge_at,
       packages_before = :packages, version = version + 1
 WHERE id = :id AND status <> 'deleted';

-- name: ending_of -> ending_row
SELECT purge_at, purging, packages_before FROM tenant WHERE id = :id;

-- name: ending_undo
-- Of a restore and the first step of a purge one changes the row.
-- callers: known_outdate()
UPDATE tenant
   SET status = status_before, status_before = NULL, purge_at = NULL, packages_before = NULL,
       version = version + 1
 WHERE id = :id AND status = 'deleted' AND purging = 0 AND purge_at > :now;

-- name: ending_due -> ending_due
-- Tenants whose grace is over.
SELECT id FROM tenant WHERE purge_at <= :now ORDER BY purge_at LIMIT 1;

-- name: ending_claim
UPDATE tenant SET purging = 1 WHERE id = :id AND status = 'deleted' AND purge_at <= :now;

-- name: ending_members -> ending_member
SELECT account_id AS id FROM membership WHERE tenant_id = :tenant_id LIMIT 50;

-- name: ending_member_tokens
DELETE FROM token WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: ending_member_home
-- Whoever is a member elsewhere, too, belongs there from now on.
UPDATE account
   SET home_tenant_id = (SELECT m.tenant_id FROM membership m WHERE m.account_id = :account_id
                          ORDER BY m.created_at LIMIT 1)
 WHERE id = :account_id AND home_tenant_id = :tenant_id;

-- name: ending_invitations
DELETE FROM invitation WHERE tenant_id = :tenant_id LIMIT 500;

-- name: ending_key_secrets
DELETE FROM api_key_secret WHERE tenant_id = :tenant_id LIMIT 500;

-- name: ending_keys
DELETE FROM api_key WHERE tenant_id = :tenant_id LIMIT 500;

-- name: ending_mails
DELETE FROM mail WHERE tenant_id = :tenant_id LIMIT 500;

-- name: ending_roles
-- Nobody has one of them any more.
-- callers: nobody is a member there any more
DELETE FROM role WHERE tenant_id = :tenant_id LIMIT 500;

-- name: ending_finish
-- The row stays for its slug, and for those who look for it in the audit; a NUL stands in
-- no name.
-- callers: nobody is a member there any more
UPDATE tenant
   SET purge_at = NULL, name = '', name_key = CONCAT(x'00', id), config = '{}',
       disabled_models = '[]', status_reason = NULL, packages_before = NULL, user_count = 0,
       version = version + 1
 WHERE id = :id AND purging = 1 AND purge_at IS NOT NULL;
