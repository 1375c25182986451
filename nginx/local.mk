# SPDX-License-Identifier: MIT
# Installed to be copied: what goes below /etc/nginx is the administrator's.

nginxdir = $(pkgdatadir)/nginx
dist_nginx_DATA = %D%/fastcgi_caller %D%/fastcgi_params %D%/site.conf.in \
	%D%/tenantry.conf.in %D%/tls.conf

# The console is put together in www/, which nginx serves and `make install` copies.
CONSOLE_APP = \
	%D%/www/app/base.js %D%/www/app/console.js %D%/www/app/csv.js \
	%D%/www/app/entry.js %D%/www/app/invitations.js %D%/www/app/invite.js \
	%D%/www/app/keys.js %D%/www/app/main.js %D%/www/app/msps.js \
	%D%/www/app/newtenant.js %D%/www/app/people.js %D%/www/app/person.js \
	%D%/www/app/profile.js %D%/www/app/restricted.js %D%/www/app/roles.js \
	%D%/www/app/sessions.js %D%/www/app/settings.js %D%/www/app/stock.js \
	%D%/www/app/templates.js %D%/www/app/tenant.js %D%/www/app/tenants.js %D%/www/app/trail.js \
	%D%/www/app/ui.js %D%/www/app/users.js
CONSOLE = $(CONSOLE_APP) %D%/.npmrc %D%/package.json \
	%D%/package-lock.json %D%/plain.html %D%/www/error/page.html \
	%D%/www/index.html %D%/www/style.css scripts/build-console \
	scripts/po-to-json.awk
EXTRA_DIST += $(CONSOLE)

www.stamp: $(CONSOLE) $(CATALOGS)
	$(AM_V_GEN)$(srcdir)/scripts/build-console '$(abs_srcdir)' \
	    '$(abs_builddir)' $(CONSOLE_KIND) && touch $@
all-local: www.stamp

install-data-local: client.stamp
	$(MKDIR_P) '$(DESTDIR)$(pkgdatadir)'
	cp -R www '$(DESTDIR)$(pkgdatadir)/'

uninstall-local:
	rm -rf '$(DESTDIR)$(pkgdatadir)/www'

# A release brings the libraries of the console along.
dist-hook: www.stamp
	test ! -d www/vendor || cp -R www/vendor '$(distdir)/nginx/www/'

clean-local:
	rm -rf www www.new www.stamp npm
