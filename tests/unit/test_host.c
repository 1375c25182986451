/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "app/host.h"

#define BASE	"app.example"

static void
assert_host(struct ctx *c, const char *header, const char *scope,
	    const char *slug, const char *host)
{
	struct request q = {.scope = NULL, .slug = "forged", .host = "forged"};

	host_find(c->arena, header, BASE, 443, &q);
	assert_string_equal(q.scope, scope);
	assert_string_equal(q.slug, slug);
	assert_string_equal(q.host, host);
}

static void
admin_and_api_are_scopes_of_their_own(void **state)
{
	assert_host(*state, "admin.app.example", "admin", "", "admin.app.example");
	assert_host(*state, "api.app.example", "api", "", "api.app.example");
}

static void
any_other_label_is_a_slug(void **state)
{
	assert_host(*state, "acme.app.example", "slug", "acme",
	    "acme.app.example");
	assert_host(*state, "a-1.app.example", "slug", "a-1", "a-1.app.example");
	assert_host(*state, "administrator.app.example", "slug",
	    "administrator", "administrator.app.example");
}

static void
letters_are_made_small_and_the_port_of_the_header_is_not_believed(void **state)
{
	struct ctx *c = *state;
	struct request q = {0};

	assert_host(c, "ADMIN.App.Example:8443", "admin", "",
	    "admin.app.example");
	host_find(c->arena, "acme.app.example:1", "App.Example", 8443, &q);
	assert_string_equal(q.slug, "acme");
	assert_string_equal(q.host, "acme.app.example:8443");
}

static void
whatever_is_no_name_below_the_domain_is_nobodys(void **state)
{
	static const char *const names[] = {
		NULL, "", ":", ":443", ".", BASE, "." BASE, "-." BASE,
		"-a." BASE, "a-." BASE, "a.b." BASE, "admin.api." BASE,
		"admin.app.example.evil.test", "adminapp.example",
		"admin.app.example.", "admin.app.example:443x",
		"admin.app.example:443:443", "admin@app.example",
		"admin%2eapp.example", "a_b." BASE, "adm\xc4\xb1n." BASE,
		"admin.app.example/x", "admin.app.example, evil.test",
		"evil.test admin.app.example", "[::1]", "127.0.0.1", " admin." BASE,
		"0123456789012345678901234567890123456789012345678901234567890123."
		BASE,
	};

	for (size_t i = 0; i < countof(names); i++)
		assert_host(*state, names[i], "", "", "");
}

static void
without_a_base_domain_nothing_is_anybodys(void **state)
{
	struct ctx *c = *state;
	struct request q = {0};

	host_find(c->arena, "admin.", "", 443, &q);
	assert_string_equal(q.scope, "");
	host_find(c->arena, "admin", "", 443, &q);
	assert_string_equal(q.scope, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(admin_and_api_are_scopes_of_their_own),
		UNIT(any_other_label_is_a_slug),
		UNIT(letters_are_made_small_and_the_port_of_the_header_is_not_believed),
		UNIT(whatever_is_no_name_below_the_domain_is_nobodys),
		UNIT(without_a_base_domain_nothing_is_anybodys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
