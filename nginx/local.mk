# SPDX-License-Identifier: MIT
# Installed to be copied: what goes below /etc/nginx is the administrator's.

nginxdir = $(pkgdatadir)/nginx
dist_nginx_DATA = %D%/fastcgi_caller %D%/fastcgi_params %D%/site.conf.in \
	%D%/tenantry.conf.in %D%/tls.conf

wwwdir = $(pkgdatadir)/www
dist_www_DATA = %D%/www/host.js %D%/www/index.html %D%/www/style.css
wwwerrordir = $(wwwdir)/error
dist_wwwerror_DATA = %D%/www/error/page.html
