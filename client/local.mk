# SPDX-License-Identifier: MIT
# The client for browsers and Node, which nginx serves as /client/: its types are what the program
# says of itself.  TypeScript looks for them under the second name.
EXTRA_DIST += %D%/tenantry.mjs %D%/tenantry.d.ts

client.stamp: www.stamp tenantry$(EXEEXT) %D%/tenantry.mjs %D%/tenantry.d.ts
	$(AM_V_GEN)rm -rf www/client && $(MKDIR_P) www/client && \
	    ./tenantry$(EXEEXT) print types >www/client/types && \
	    cat $(srcdir)/%D%/tenantry.d.ts www/client/types >www/client/tenantry.d.ts && \
	    rm www/client/types && \
	    cp www/client/tenantry.d.ts www/client/tenantry.d.mts && \
	    cp $(srcdir)/%D%/tenantry.mjs www/client/ && touch $@
all-local: client.stamp
CLEANFILES += client.stamp
