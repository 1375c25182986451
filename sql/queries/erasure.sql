-- name: erasure_invitations
-- cross-tenant: whoever invited the person, she is gone from there
DELETE FROM invitation WHERE account_id = :account_id;

-- name: erasure_mails
-- scan ok: the mails of one tenant, once for each person who is erased
DELETE FROM mail WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- name: erasure_mails_to
-- cross-tenant: bound to the account
DELETE FROM mail WHERE to_key IN (:login_key, :other_key) AND account_id = :account_id;

-- name: erasure_tokens
-- cross-tenant: bound to the account
DELETE FROM token WHERE account_id = :account_id;

-- name: erasure_account
-- What is left: an id that the audit names, and a hash that knows the address again.
-- callers: the sessions are gone
UPDATE account
   SET email = 'erased', email_key = :email_key, communication_email = NULL, first_name = NULL,
       last_name = NULL, language = 'en', password_hash = NULL, password_expires_at = NULL,
       must_change_password = 0, mfa_enabled = 0
 WHERE id = :id;
