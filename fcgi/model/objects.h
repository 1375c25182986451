/* SPDX-License-Identifier: MIT */
/*
 * objects — what methods return: the types of the contract, declared once.
 *
 * Members marked .rest are those that the documented tenant API shows.
 */
#ifndef MODEL_OBJECTS_H
#define MODEL_OBJECTS_H

#include "model/kind.h"
#include "record/record.h"

#define ANY_TENANT	.kind = KIND_tenant, .kind2 = KIND_msp, .kind3 = KIND_platform

#define TENANT_CONFIG(F, T)						\
	F(T, bool, beta_features, .rest = true,				\
	    .doc = "Whether unfinished features are shown")		\
	F(T, bool, mfa_required, .rest = true,				\
	    .doc = "Whether everybody needs a second factor")		\
	F(T, str,  default_model_name, .nullable = true, .rest = true,	\
	    .doc = "Name of the default model")
RECORD_STRUCT(tenant_config, TENANT_CONFIG);

#define TENANT(F, T)							\
	F(T, id,   id, ANY_TENANT, .rest = true, .doc = "The tenant")	\
	F(T, str,  name, .rest = true, .doc = "Its name, unique over tenants and MSPs") \
	F(T, str,  slug, .doc = "The first label of its host")		\
	F(T, str,  status, .one_of = "active|suspended|deleted", .rest = true, \
	    .doc = "Whether its people can sign in")			\
	F(T, id,   msp_id, .kind = KIND_msp, .nullable = true,		\
	    .doc = "The MSP that it belongs to")			\
	F(T, str,  primary_package_name, .nullable = true, .rest = true, \
	    .doc = "Type of its primary package")			\
	F(T, strs, additional_package_names, .rest = true,		\
	    .doc = "Types of its additional packages")			\
	F(T, int,  user_count, .rest = true, .doc = "Its users, pending and inactive ones too") \
	F(T, int,  total_credits_used, .rest = true, .doc = "Credits used") \
	F(T, int,  total_credit_limit, .rest = true, .doc = "Sum over its packages") \
	F(T, rec,  tenant_config, tenant_config, .rest = true, .doc = "Documented settings in force") \
	F(T, strs, disabled_model_names, .opt = true, .rest = true,	\
	    .doc = "Models that it may not use; in tenant.get and tenant.update only") \
	F(T, int,  version, .doc = "Grows with each change")		\
	F(T, time, created_at, .rest = true, .doc = "When it was created")
RECORD_STRUCT(tenant, TENANT);

#define MSP(F, T)							\
	F(T, id,   id, .kind = KIND_msp, .doc = "The MSP")		\
	F(T, str,  name, .rest = true, .doc = "Its name")		\
	F(T, str,  slug, .doc = "The first label of its customers' host") \
	F(T, str,  status, .one_of = "active|suspended|deleted", .doc = "Whether its people can sign in") \
	F(T, str,  primary_package_name, .nullable = true, .rest = true, .doc = "Type of its primary package") \
	F(T, int,  total_credits_used, .rest = true, .doc = "Sum over its tenants") \
	F(T, int,  total_credit_limit, .rest = true, .doc = "Sum over its tenants") \
	F(T, int,  user_count, .rest = true, .doc = "Its staff")	\
	F(T, int,  tenant_count, .doc = "Its tenants, deleted ones not counted") \
	F(T, int,  version, .doc = "Grows with each change")		\
	F(T, time, created_at, .rest = true, .doc = "When it was created")
RECORD_STRUCT(msp, MSP);

#define USER(F, T)							\
	F(T, id,   id, .kind = KIND_user, .rest = true, .doc = "The account") \
	F(T, id,   tenant_id, ANY_TENANT, .rest = true, .doc = "Where it is a member") \
	F(T, str,  email, .rest = true, .doc = "Login email")		\
	F(T, str,  communication_email, .doc = "Where mails go")	\
	F(T, str,  first_name, .nullable = true, .rest = true, .doc = "First name") \
	F(T, str,  last_name, .nullable = true, .rest = true, .doc = "Last name") \
	F(T, str,  language, .doc = "Preferred language")		\
	F(T, str,  status, .one_of = "pending|active|inactive", .doc = "Of the membership") \
	F(T, str,  role_name, .rest = true, .doc = "Name of the role")	\
	F(T, strs, permissions, .doc = "Additional permissions, beyond the role's") \
	F(T, bool, mfa_enabled, .doc = "Whether a second factor is set up") \
	F(T, time, last_sign_in_at, .nullable = true, .rest = true, .doc = "Last sign-in here") \
	F(T, time, access_expires_at, .nullable = true, .doc = "When the access ends by itself") \
	F(T, int,  version, .doc = "Grows with each change")		\
	F(T, time, created_at, .doc = "When the membership began")
RECORD_STRUCT(user, USER);

#define DELIVERY(F, T)							\
	F(T, str,  state, .one_of = "queued|sent|deferred|failed|cancelled", .doc = "Where the mail is") \
	F(T, int,  attempts, .doc = "How often it was tried")		\
	F(T, str,  last_error, .nullable = true, .doc = "The mail server's words") \
	F(T, time, next_attempt_at, .nullable = true, .doc = "When it is tried again") \
	F(T, time, updated_at, .doc = "When this last changed")
RECORD_STRUCT(delivery, DELIVERY);

#define MAIL(F, T)							\
	F(T, id,   id, .kind = KIND_mail, .doc = "The mail")		\
	F(T, str,  kind, .doc = "What it is: invitation, password_reset ...") \
	F(T, str,  to, .doc = "Where it goes")				\
	F(T, id,   tenant_id, ANY_TENANT, .doc = "Whose mail it is")	\
	F(T, str,  language, .doc = "In which it is written")		\
	F(T, id,   invitation_id, .kind = KIND_invitation, .nullable = true, .doc = "The invitation that it carries") \
	F(T, rec,  delivery, delivery, .doc = "What became of it")	\
	F(T, time, created_at, .doc = "When it was queued")
RECORD_STRUCT(mail, MAIL);

#define INVITATION(F, T)						\
	F(T, id,   id, .kind = KIND_invitation, .doc = "The invitation") \
	F(T, id,   tenant_id, ANY_TENANT, .doc = "Where to")		\
	F(T, id,   user_id, .kind = KIND_user, .doc = "The account")	\
	F(T, str,  email, .doc = "Login email")				\
	F(T, str,  communication_email, .doc = "Where the mail goes")	\
	F(T, str,  first_name, .nullable = true, .doc = "First name")	\
	F(T, str,  last_name, .nullable = true, .doc = "Last name")	\
	F(T, str,  language, .doc = "Of the mail")			\
	F(T, str,  role_name, .doc = "Role on acceptance")		\
	F(T, strs, permissions, .doc = "Additional permissions on acceptance") \
	F(T, str,  status, .one_of = "pending|accepted|revoked|expired", .doc = "What became of it") \
	F(T, id,   invited_by, .kind = KIND_user, .kind2 = KIND_key, .nullable = true, .doc = "Who invited") \
	F(T, int,  send_count, .doc = "How often it was sent")		\
	F(T, rec,  delivery, delivery, .nullable = true, .doc = "The newest mail of it") \
	F(T, time, expires_at, .doc = "When the link dies")		\
	F(T, time, accepted_at, .nullable = true, .doc = "When it was accepted") \
	F(T, int,  version, .doc = "Grows with each change")		\
	F(T, time, created_at, .doc = "When it was made")
RECORD_STRUCT(invitation, INVITATION);

#define ROLE(F, T)							\
	F(T, id,   id, .kind = KIND_role, .doc = "The role")		\
	F(T, str,  name, .doc = "What role and role_name say")		\
	F(T, str,  title, .doc = "For people")				\
	F(T, str,  description, .doc = "What it is for")		\
	F(T, bool, builtin, .doc = "Whether it cannot be changed")	\
	F(T, strs, permissions, .doc = "What its holders may")		\
	F(T, strs, can_assign, .doc = "Roles that its holders may assign") \
	F(T, int,  user_count, .doc = "Members with this role where it was asked for")
RECORD_STRUCT(role, ROLE);

#define SESSION(F, T)							\
	F(T, id,   id, .kind = KIND_session, .doc = "The session")	\
	F(T, id,   user_id, .kind = KIND_user, .doc = "Whose it is")	\
	F(T, id,   tenant_id, ANY_TENANT, .doc = "Where she is signed in") \
	F(T, str,  level, .one_of = "restricted|password|mfa", .doc = "What was proved") \
	F(T, time, created_at, .doc = "When it began")			\
	F(T, time, last_seen_at, .doc = "Last call, to the minute")	\
	F(T, time, expires_at, .doc = "When it ends at the latest")	\
	F(T, str,  ip, .empty = true, .doc = "Where it was made")	\
	F(T, str,  user_agent, .empty = true, .doc = "With what it was made") \
	F(T, bool, current, .doc = "Whether this call uses it")
RECORD_STRUCT(session, SESSION);

#define API_KEY(F, T)							\
	F(T, id,   id, .kind = KIND_key, .doc = "The key")		\
	F(T, str,  name, .doc = "What it is for")			\
	F(T, str,  prefix, .doc = "How its secret begins")		\
	F(T, id,   owner_id, ANY_TENANT, .doc = "Tenant, MSP or platform that it belongs to") \
	F(T, strs, permissions, .doc = "What it may")			\
	F(T, time, expires_at, .nullable = true, .doc = "When it ends")	\
	F(T, time, last_used_at, .nullable = true, .doc = "Last use, to the minute") \
	F(T, id,   created_by, .kind = KIND_user, .kind2 = KIND_key, .nullable = true, .doc = "Who made it") \
	F(T, time, created_at, .doc = "When it was made")
RECORD_STRUCT(api_key, API_KEY);

/* How a host presents itself. */
#define BRANDING(F, T)							\
	F(T, str, display_name, .nullable = true, .doc = "Instead of the name") \
	F(T, str, logo_url, .nullable = true, .doc = "Address of a picture") \
	F(T, str, primary_color, .nullable = true, .doc = "#rrggbb")	\
	F(T, str, support_email, .nullable = true, .doc = "Where people find help")
RECORD_STRUCT(branding, BRANDING);

/* Where somebody is signed in, as far as she needs to know. */
#define TENANT_VIEW(F, T)						\
	F(T, id,  id, ANY_TENANT, .doc = "The tenant, MSP or platform")	\
	F(T, str, kind, .one_of = "platform|msp|tenant", .doc = "Which of them") \
	F(T, str, name, .doc = "Its name")				\
	F(T, str, slug, .nullable = true, .doc = "The first label of its host") \
	F(T, str, status, .one_of = "active|suspended|deleted", .doc = "Whether its people can sign in") \
	F(T, id,  msp_id, .kind = KIND_msp, .nullable = true, .doc = "The MSP that it belongs to") \
	F(T, rec, branding, branding, .doc = "How it presents itself")
RECORD_STRUCT(tenant_view, TENANT_VIEW);

/* The role of somebody who is signed in. */
#define ROLE_VIEW(F, T)							\
	F(T, id,   id, .kind = KIND_role, .doc = "The role")		\
	F(T, str,  name, .doc = "What role and role_name say")		\
	F(T, str,  title, .doc = "For people")				\
	F(T, str,  description, .doc = "What it is for")		\
	F(T, bool, builtin, .doc = "Whether it cannot be changed")	\
	F(T, strs, can_assign, .doc = "Roles that its holders may assign")
RECORD_STRUCT(role_view, ROLE_VIEW);

/* One membership of the caller. */
#define MEMBERSHIP_VIEW(F, T)						\
	F(T, id,  tenant_id, ANY_TENANT, .doc = "Where")		\
	F(T, str, tenant_name, .doc = "Its name")			\
	F(T, str, tenant_slug, .nullable = true, .doc = "Its slug")	\
	F(T, str, host, .doc = "Host and port where one signs in")	\
	F(T, str, role_name, .doc = "Role there")			\
	F(T, str, status, .one_of = "pending|active|inactive", .doc = "Status there")
RECORD_STRUCT(membership_view, MEMBERSHIP_VIEW);

#endif
