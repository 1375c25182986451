# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libmodel.a
libmodel_a_CPPFLAGS = $(AM_CPPFLAGS)
libmodel_a_SOURCES = \
	%D%/account.c %D%/account.h \
	%D%/account_password.c \
	%D%/api_key.c %D%/api_key.h \
	%D%/audit.c %D%/audit.h \
	%D%/bootstrap.c %D%/bootstrap.h \
	%D%/branding.c %D%/branding.h \
	%D%/caller.c %D%/caller.h \
	%D%/credential.c %D%/credential.h \
	%D%/forward.c %D%/forward.h \
	%D%/config.c %D%/config.h \
	%D%/creation.c %D%/creation.h \
	%D%/device.c %D%/device.h \
	%D%/ending.c %D%/ending.h \
	%D%/ending_purge.c \
	%D%/entry.c %D%/entry.h \
	%D%/erased.c %D%/erased.h \
	%D%/erasure.c %D%/erasure.h \
	%D%/export.c %D%/export.h \
	%D%/first_users.c %D%/first_users.h \
	%D%/health.c %D%/health.h \
	%D%/ids.def \
	%D%/invitation.c %D%/invitation.h \
	%D%/invitation_make.c \
	%D%/inviter.c %D%/inviter.h \
	%D%/item.c %D%/item.h \
	%D%/kind.c %D%/kind.h \
	%D%/known.c %D%/known.h \
	%D%/language.c %D%/language.h \
	%D%/lapse.c %D%/lapse.h \
	%D%/mailtext.c %D%/mailtext.h \
	%D%/member.c %D%/member.h \
	%D%/membership.c %D%/membership.h \
	%D%/mfa.c %D%/mfa.h \
	%D%/objects.c %D%/objects.h \
	%D%/offer.c %D%/offer.h \
	%D%/origin.c %D%/origin.h \
	%D%/outbox.c %D%/outbox.h \
	%D%/outbox_care.c \
	%D%/package.c %D%/package.h \
	%D%/page.c %D%/page.h \
	%D%/party.h \
	%D%/party_decide.c \
	%D%/party_write.c \
	%D%/perm.c %D%/perm.def %D%/perm.h \
	%D%/postman.c %D%/postman.h \
	%D%/proof.c %D%/proof.h \
	%D%/reset.c %D%/reset.h \
	%D%/role.c %D%/role.h \
	%D%/role_edit.c \
	%D%/service.c %D%/service.h \
	%D%/sample.c %D%/sample.def %D%/sample.h \
	%D%/session.c %D%/session.h \
	%D%/setting.c %D%/setting.def %D%/setting.h \
	%D%/suspension.c %D%/suspension.h \
	%D%/sweep.c %D%/sweep.h \
	%D%/tally.c %D%/tally.h \
	%D%/template.c %D%/template.h \
	%D%/tenant.c %D%/tenant.h \
	%D%/tenant_make.c \
	%D%/tenant_show.c \
	%D%/throttle.c %D%/throttle.h \
	%D%/token.c %D%/token.h
