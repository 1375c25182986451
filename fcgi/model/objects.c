/* SPDX-License-Identifier: MIT */
#include "model/objects.h"

RECORD_TABLE(tenant_config, TENANT_CONFIG);
RECORD_TABLE(tenant, TENANT);
RECORD_TABLE(msp, MSP);
RECORD_TABLE(user, USER);
RECORD_TABLE(delivery, DELIVERY);
RECORD_TABLE(invitation, INVITATION);
RECORD_TABLE(role, ROLE);
RECORD_TABLE(session, SESSION);
RECORD_TABLE(api_key, API_KEY);
RECORD_TABLE(branding, BRANDING);
RECORD_TABLE(membership_view, MEMBERSHIP_VIEW);
RECORD_TABLE(tenant_view, TENANT_VIEW);
RECORD_TABLE(role_view, ROLE_VIEW);
