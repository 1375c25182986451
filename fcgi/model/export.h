/* SPDX-License-Identifier: MIT */
/*
 * export — a whole tenant as one document, without a secret in it.
 *
 * No hash of a password, a key or a link and no second factor is ever read for it.
 */
#ifndef MODEL_EXPORT_H
#define MODEL_EXPORT_H

#include "model/api_key.h"
#include "model/audit.h"
#include "model/config.h"
#include "model/invitation.h"
#include "model/package.h"

#define EXPORT_EVENTS	10000	/* newest ones of the audit */

#define TENANT_DOCUMENT(F, T)						\
	F(T, time, exported_at, .doc = "All of it is as it was at this time") \
	F(T, rec,  tenant, tenant, .doc = "The tenant")			\
	F(T, rec,  config, config, .doc = "Its settings, and whose they are") \
	F(T, list, roles, role, .doc = "Roles of its own")		\
	F(T, list, users, user, .doc = "All its users")			\
	F(T, list, invitations, invitation, .doc = "All its invitations") \
	F(T, list, api_keys, api_key, .doc = "Its keys, without their secrets") \
	F(T, list, packages, package, .doc = "What is assigned to it")	\
	F(T, list, mails, mail, .doc = "Its outbox")			\
	F(T, list, audit, audit_event, .doc = "The newest 10,000 events; audit.list has them all")
RECORD_STRUCT(tenant_document, TENANT_DOCUMENT);

/* T was checked. */
MUST_USE bool export_tenant(struct call *, const struct tenant_row *t,
			    struct tenant_document *out);

#endif
