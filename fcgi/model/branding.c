/* SPDX-License-Identifier: MIT */
#include "model/branding.h"

void
branding_of(const struct settings *s, struct branding *out)
{
	*out = (struct branding){
		.display_name = setting_text(s, SETTING_branding_display_name),
		.logo_url = setting_text(s, SETTING_branding_logo_url),
		.primary_color = setting_text(s, SETTING_branding_primary_color),
		.support_email = setting_text(s, SETTING_branding_support_email),
	};
}
