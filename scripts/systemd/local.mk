# SPDX-License-Identifier: MIT
# What an installation has beside the program: units, user, folders, examples; and a script that
# puts the files of nginx in their place.  All of it knows the paths of this installation.
INSTALLED_IN = nginx/render.in %D%/sysusers.conf.in %D%/tenantry.conf.in \
	%D%/tenantry.service.in %D%/tenantry.socket.in %D%/tmpfiles.conf.in
EXTRA_DIST += $(INSTALLED_IN) scripts/bare scripts/debian scripts/first-answer \
	scripts/package

INSTALLED = gen/installed/render gen/installed/sysusers.conf \
	gen/installed/tenantry.conf gen/installed/tenantry.service \
	gen/installed/tenantry.socket gen/installed/tmpfiles.conf
CLEANFILES += $(INSTALLED) installed.stamp

# What stands between two @ in capitals is the administrator's.
installed.stamp: $(INSTALLED_IN) Makefile
	$(AM_V_GEN)$(MKDIR_P) gen/installed && for name in $(INSTALLED_IN); do \
	    sed -e 's|@bindir[@]|$(bindir)|g' \
		-e 's|@sysconfdir[@]|$(sysconfdir)|g' \
		-e 's|@runstatedir[@]|$(runstatedir)|g' \
		-e 's|@localstatedir[@]|$(localstatedir)|g' \
		-e 's|@pkgdatadir[@]|$(pkgdatadir)|g' \
		-e 's|@web_group[@]|$(WEB_GROUP)|g' $(srcdir)/$$name \
		>gen/installed/$$(basename $$name .in) || exit 1; \
	done && touch $@
$(INSTALLED): installed.stamp

unitdir = $(SYSTEMD_UNIT_DIR)
nodist_unit_DATA = gen/installed/tenantry.service gen/installed/tenantry.socket
nodist_nginx_SCRIPTS = gen/installed/render

dist_doc_DATA = README.md NEWS LICENSE CONTRIBUTING.md
exampledir = $(docdir)/examples
nodist_example_DATA = gen/installed/tenantry.conf
hostingdir = $(exampledir)/hosting
dist_hosting_DATA = scripts/hosting/README.md scripts/hosting/crontab \
	scripts/hosting/htaccess scripts/hosting/lighttpd.conf \
	scripts/hosting/multiwatch scripts/hosting/socket-activate \
	scripts/hosting/spawn-fcgi scripts/hosting/tenantry.conf

# The two that have to be called as the program is.
all-local: $(INSTALLED)
install-data-hook: $(INSTALLED)
	$(MKDIR_P) '$(DESTDIR)$(SYSUSERS_DIR)' '$(DESTDIR)$(TMPFILES_DIR)'
	$(INSTALL_DATA) gen/installed/sysusers.conf \
	    '$(DESTDIR)$(SYSUSERS_DIR)/tenantry.conf'
	$(INSTALL_DATA) gen/installed/tmpfiles.conf \
	    '$(DESTDIR)$(TMPFILES_DIR)/tenantry.conf'

uninstall-hook:
	rm -f '$(DESTDIR)$(SYSUSERS_DIR)/tenantry.conf' \
	    '$(DESTDIR)$(TMPFILES_DIR)/tenantry.conf'
	for folder in '$(hostingdir)' '$(exampledir)' '$(docdir)' \
	    '$(nginxdir)' '$(pkgdatadir)'; do \
		rmdir "$(DESTDIR)$$folder" 2>/dev/null || :; \
	done
