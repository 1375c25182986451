/* SPDX-License-Identifier: MIT */
#include "model/service.h"

const char *
service_host(struct call *c, const char *slug)
{
	const struct service *s = service(c);

	if (slug == NULL)
		slug = "admin";
	if (s->public_port == 443)
		return arena_printf(call_arena(c), "%s.%s", slug, s->base_domain);
	return arena_printf(call_arena(c), "%s.%s:%u", slug, s->base_domain,
	    s->public_port);
}
