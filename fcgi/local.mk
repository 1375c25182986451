# SPDX-License-Identifier: MIT
# The methods: one file each; this list is the table of the program.
FCGI_METHODS = \
	%D%/method/api_key_create.c \
	%D%/method/api_key_list.c \
	%D%/method/api_key_revoke.c \
	%D%/method/api_key_rotate.c \
	%D%/method/audit_list.c \
	%D%/method/auth_inspect_token.c \
	%D%/method/auth_request_reset.c \
	%D%/method/auth_reset_password.c \
	%D%/method/auth_sign_in.c \
	%D%/method/auth_sign_out.c \
	%D%/method/auth_step_up.c \
	%D%/method/auth_switch_tenant.c \
	%D%/method/auth_verify_mfa.c \
	%D%/method/config_get.c \
	%D%/method/config_schema.c \
	%D%/method/config_update.c \
	%D%/method/credit_get.c \
	%D%/method/credit_use.c \
	%D%/method/invitation_accept.c \
	%D%/method/invitation_create.c \
	%D%/method/invitation_create_link.c \
	%D%/method/invitation_csv_template.c \
	%D%/method/invitation_get.c \
	%D%/method/invitation_import_csv.c \
	%D%/method/invitation_list.c \
	%D%/method/invitation_resend.c \
	%D%/method/invitation_revoke.c \
	%D%/method/invitation_update.c \
	%D%/method/mail_cancel.c \
	%D%/method/mail_list.c \
	%D%/method/mail_retry.c \
	%D%/method/mail_send_test.c \
	%D%/method/me_change_communication_email.c \
	%D%/method/me_change_password.c \
	%D%/method/me_confirm_email.c \
	%D%/method/me_confirm_totp.c \
	%D%/method/me_enroll_totp.c \
	%D%/method/me_get.c \
	%D%/method/me_list_sessions.c \
	%D%/method/me_new_recovery_codes.c \
	%D%/method/me_remove_totp.c \
	%D%/method/me_revoke_session.c \
	%D%/method/me_update.c \
	%D%/method/msp_create.c \
	%D%/method/msp_get.c \
	%D%/method/msp_list.c \
	%D%/method/msp_resume.c \
	%D%/method/msp_suspend.c \
	%D%/method/msp_update.c \
	%D%/method/package_assign.c \
	%D%/method/package_create_type.c \
	%D%/method/package_list.c \
	%D%/method/package_list_types.c \
	%D%/method/package_stock.c \
	%D%/method/package_unassign.c \
	%D%/method/permission_list.c \
	%D%/method/role_assignable.c \
	%D%/method/role_create.c \
	%D%/method/role_delete.c \
	%D%/method/role_get.c \
	%D%/method/role_list.c \
	%D%/method/role_update.c \
	%D%/method/rpc_discover.c \
	%D%/method/session_list.c \
	%D%/method/session_revoke.c \
	%D%/method/system_version.c \
	%D%/method/template_create.c \
	%D%/method/template_delete.c \
	%D%/method/template_get.c \
	%D%/method/template_list.c \
	%D%/method/template_update.c \
	%D%/method/tenant_check_name.c \
	%D%/method/tenant_create.c \
	%D%/method/tenant_delete.c \
	%D%/method/tenant_export.c \
	%D%/method/tenant_get.c \
	%D%/method/tenant_list.c \
	%D%/method/tenant_resolve.c \
	%D%/method/tenant_restore.c \
	%D%/method/tenant_resume.c \
	%D%/method/tenant_suspend.c \
	%D%/method/tenant_update.c \
	%D%/method/token_issue.c \
	%D%/method/user_activate.c \
	%D%/method/user_deactivate.c \
	%D%/method/user_diagnose.c \
	%D%/method/user_erase.c \
	%D%/method/user_export.c \
	%D%/method/user_get.c \
	%D%/method/user_grant_permission.c \
	%D%/method/user_list.c \
	%D%/method/user_remove.c \
	%D%/method/user_reset_mfa.c \
	%D%/method/user_reset_password.c \
	%D%/method/user_revoke_permission.c \
	%D%/method/user_set_role.c \
	%D%/method/user_update.c

noinst_LIBRARIES += libapp.a libmethod.a
libapp_a_CPPFLAGS = $(AM_CPPFLAGS) $(CONFUSE_CFLAGS) $(FCGI_CFLAGS) \
	-DSYSCONFDIR='"$(sysconfdir)"'
libapp_a_SOURCES = \
	%D%/app/app.c %D%/app/app.h \
	%D%/app/beside.c %D%/app/beside.h \
	%D%/app/cli/auth.c \
	%D%/app/cli/bootstrap.c \
	%D%/app/cli/call.c \
	%D%/app/cli/command.c %D%/app/cli/command.h \
	%D%/app/cli/completion.c \
	%D%/app/cli/doctor.c \
	%D%/app/cli/explain.c \
	%D%/app/cli/import.c \
	%D%/app/cli/listing.c %D%/app/cli/listing.h \
	%D%/app/cli/mail.c \
	%D%/app/cli/migrate.c \
	%D%/app/cli/operator.c %D%/app/cli/operator.h \
	%D%/app/cli/print.c \
	%D%/app/cli/progress.c %D%/app/cli/progress.h \
	%D%/app/cli/secret.c %D%/app/cli/secret.h \
	%D%/app/cli/serve.c \
	%D%/app/cli/sheet.c %D%/app/cli/sheet.h \
	%D%/app/cli/who.c \
	%D%/app/confine.c %D%/app/confine.h \
	%D%/app/family.c %D%/app/family.h \
	%D%/app/front.c %D%/app/front.h \
	%D%/app/hooks.c %D%/app/hooks.h \
	%D%/app/host.c %D%/app/host.h \
	%D%/app/http.c %D%/app/http.h \
	%D%/app/inherit.c %D%/app/inherit.h \
	%D%/app/jobs.c \
	%D%/app/keeper.c %D%/app/keeper.h \
	%D%/app/listener.c %D%/app/listener.h \
	%D%/app/notify.c %D%/app/notify.h \
	%D%/app/metrics.c %D%/app/metrics.h \
	%D%/app/options.c %D%/app/options.def %D%/app/options.h \
	%D%/app/peers.c %D%/app/peers.h \
	%D%/app/pool.c %D%/app/pool.h \
	%D%/app/refuse.c %D%/app/refuse.h \
	%D%/app/score.c %D%/app/score.h \
	%D%/app/stop.c %D%/app/stop.h \
	%D%/app/storm.c %D%/app/storm.h \
	%D%/app/watch.c %D%/app/watch.h \
	%D%/app/title.c %D%/app/title.h \
	%D%/app/worker.c %D%/app/worker.h
libmethod_a_SOURCES = $(FCGI_METHODS) \
	%D%/method/csv_person.h %D%/method/grant.h %D%/method/invitation.h \
	%D%/method/invitee.h %D%/method/user.h
nodist_libmethod_a_SOURCES = gen/methods.gen.c

# Made anew whenever a file joins the list or a name in one changes.
gen/methods.gen.c: $(FCGI_METHODS) %D%/local.mk scripts/gen-methods
	$(AM_V_GEN)$(MKDIR_P) gen && cd $(srcdir) && \
	    AWK='$(AWK)' scripts/gen-methods $(FCGI_METHODS) \
	    >$(abs_builddir)/$@.new && mv -f $(abs_builddir)/$@.new \
	    $(abs_builddir)/$@
BUILT_SOURCES += gen/methods.gen.c
CLEANFILES += gen/methods.gen.c
EXTRA_DIST += scripts/gen-methods scripts/new-method

bin_PROGRAMS += tenantry
tenantry_CPPFLAGS = $(libapp_a_CPPFLAGS)
tenantry_SOURCES = %D%/app/main.c
# Highest layer first; methods.gen.c is asked for by the dispatcher below it.
tenantry_LDADD = libapp.a libmethod.a libmodel.a $(LIBRPC) libmethod.a \
	libmodel.a libcsv.a libmail.a libcrypt.a libjson.a libdb.a librecord.a libbase.a \
	$(CONFUSE_LIBS) $(FCGI_LIBS) $(ESMTP_LIBS) $(CRYPTO_LIBS) $(SODIUM_LIBS) \
	$(QRCODEGEN_LIBS) \
	$(YAJL_LIBS) $(MARIADB_LIBS) $(UTF8PROC_LIBS) -lm
