# SPDX-License-Identifier: MIT
# The manual: written where people know, made from the program where that does.
PAGES = man/tenantry.1 man/tenantry.conf.5 man/tenantry-rpc.7
man_MANS = $(PAGES)
EXTRA_DIST += %D%/fill %D%/mdoc.awk %D%/tenantry.1.in %D%/tenantry.conf.5.in \
	%D%/tenantry-rpc.7.in
CLEANFILES += $(PAGES)

$(PAGES): tenantry$(EXEEXT) %D%/fill %D%/mdoc.awk %D%/tenantry.1.in \
	%D%/tenantry.conf.5.in %D%/tenantry-rpc.7.in
	$(AM_V_GEN)$(MKDIR_P) man && AWK='$(AWK)' $(srcdir)/%D%/fill \
	    ./tenantry$(EXEEXT) $(srcdir)/$@.in >$@.new && mv -f $@.new $@
