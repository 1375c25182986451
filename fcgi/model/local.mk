# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libmodel.a
libmodel_a_CPPFLAGS = $(AM_CPPFLAGS)
libmodel_a_SOURCES = \
	%D%/audit.c %D%/audit.h \
	%D%/caller.c %D%/caller.h \
	%D%/ids.def \
	%D%/item.c %D%/item.h \
	%D%/kind.c %D%/kind.h \
	%D%/language.c %D%/language.h \
	%D%/objects.c %D%/objects.h \
	%D%/page.c %D%/page.h \
	%D%/outbox.c %D%/outbox.h \
	%D%/mailtext.c %D%/mailtext.h \
	%D%/postman.c %D%/postman.h \
	%D%/perm.c %D%/perm.def %D%/perm.h \
	%D%/service.c %D%/service.h \
	%D%/setting.c %D%/setting.def %D%/setting.h \
	%D%/tenant.c %D%/tenant.h
