/* SPDX-License-Identifier: MIT */
/*
 * The dispatcher with a table of its own: methods that touch no database.
 */
#include "unit.h"

#include "rpc/rpc.h"

#include <stdlib.h>
#include <string.h>

/* ---- a program of three methods ---- */

#define ECHO_IN(F, T)							\
	F(T, str, text, .max = 10, .doc = "What to say")		\
	F(T, int, times, .opt = true, .has_def = true, .def = 1, .min = 1, .max = 3, .doc = "How often")
#define ECHO_OUT(F, T)							\
	F(T, str, text, .rest = true, .doc = "What was said")		\
	F(T, int, times, .doc = "How often")
RECORD(unit_echo_in, ECHO_IN);
RECORD(unit_echo_out, ECHO_OUT);

METHOD(unit_echo, unit_echo_in, unit_echo_out,
	.name = "unit.echo", .summary = "Say it.", .perm = PERM_PUBLIC,
	.tx = TX_NONE, .rest = "GET /v1/echo/{text}",
	.errors = ERRS(E_not_found));

static bool
unit_echo(struct call *c, const struct unit_echo_in *in,
	  struct unit_echo_out *out)
{
	if (strcmp(in->text, "nobody") == 0)
		return fail(&c->ctx, E_not_found, "nobody");
	out->text = in->text;
	out->times = in->times;
	return true;
}

METHOD(unit_guarded, nothing, nothing,
	.name = "unit.guarded", .summary = "For those who may.",
	.perm = PERM_FIRST, .tx = TX_NONE);

static bool
unit_guarded(struct call *c, const struct nothing *in, struct nothing *out)
{
	(void)c;
	(void)in;
	(void)out;
	return true;
}

METHOD(unit_secret, nothing, nothing,
	.name = "unit.secret", .summary = "Never in a batch.",
	.perm = PERM_PUBLIC, .tx = TX_NONE, .secret = true);

static bool
unit_secret(struct call *c, const struct nothing *in, struct nothing *out)
{
	return unit_guarded(c, in, out);
}

const struct method *const methods[] = {
	&method_unit_echo, &method_unit_guarded, &method_unit_secret,
};
const size_t method_count = countof(methods);

/* X-API-Key: known may everything, any other key nothing. */
static bool
authenticate(struct call *c)
{
	static char known;

	if (c->request->api_key != NULL &&
	    strcmp(c->request->api_key, "known") == 0)
		c->who = (struct caller *)(void *)&known;
	return true;
}

static bool
authorise(struct call *c)
{
	if (c->who != NULL)
		return true;
	return fail(&c->ctx, c->request->api_key == NULL ? E_auth_required :
	    E_permission_denied, "unit");
}

static const char *
perm_name(unsigned perm)
{
	return perm == PERM_PUBLIC ? "public" : "unit.guard";
}

static const char *
sample(const char *field)
{
	(void)field;
	return NULL;
}

static int calls_done;

static void
begun(struct call *c)
{
	(void)c;
}

static void
batched(size_t n)
{
	(void)n;
}

static void
done(struct call *c, const struct error *err, int64_t us)
{
	(void)c;
	(void)err;
	(void)us;
	calls_done++;
}

static const struct rpc_hooks hooks = {
	.authenticate = authenticate, .authorise = authorise, .begun = begun,
	.perm_name = perm_name, .sample = sample,
	.batched = batched, .done = done,
};

/* ---- asking it ---- */

static struct request
request_of(const char *method, const char *path, const char *key)
{
	return (struct request){
		.method = method, .path = path, .query = "",
		.request_id = "unit", .ip = "", .scope = "api", .slug = "",
		.host = "", .api_key = key,
	};
}

static struct rpc
rpc_of(struct ctx *c)
{
	static const struct db_config nowhere = {.socket = "/nonexistent"};

	return (struct rpc){.hooks = &hooks, .db = db_open(&nowhere),
	    .arena = c->arena, .version = "unit"};
}

static const char *
answer(struct ctx *c, const char *body, const char *key, int *status)
{
	struct request q = request_of("POST", "/rpc", key);
	struct rpc rpc = rpc_of(c);
	struct reply r = {0};

	rpc_serve(&rpc, &q, (struct bytes){(const unsigned char *)body,
	    strlen(body)}, false, &r);
	db_close(rpc.db);
	*status = r.status;
	return buf_text(&r.body);
}

static void
assert_answer(struct ctx *c, const char *body, const char *wanted)
{
	int status;

	assert_string_equal(answer(c, body, NULL, &status), wanted);
	assert_int_equal(status, 200);
}

static void
assert_reason(struct ctx *c, const char *body, const char *key,
	      const char *reason)
{
	int status;
	const char *said = answer(c, body, key, &status);

	assert_int_equal(status, 200);
	assert_non_null(strstr(said, arena_printf(c->arena,
	    "\"reason\":\"%s\"", reason)));
}

static void
a_call_is_answered_with_its_id_as_it_was_sent(void **state)
{
	assert_answer(*state, "{\"jsonrpc\":\"2.0\",\"id\":1e0,\"method\":"
	    "\"unit.echo\",\"params\":{\"text\":\"hi\"}}",
	    "{\"jsonrpc\":\"2.0\",\"result\":{\"text\":\"hi\",\"times\":1},"
	    "\"id\":1e0}");
}

static void
a_notification_runs_and_is_not_answered(void **state)
{
	int status, before = calls_done;

	assert_string_equal(answer(*state, "{\"jsonrpc\":\"2.0\",\"method\":"
	    "\"unit.echo\",\"params\":{\"text\":\"hi\"}}", NULL, &status), "");
	assert_int_equal(status, 204);
	assert_int_equal(calls_done, before + 1);
}

static void
what_is_wrong_is_told_in_the_order_of_the_contract(void **state)
{
	struct ctx *c = *state;

	assert_reason(c, "{", NULL, "parse_error");
	assert_reason(c, "[]", NULL, "invalid_request");
	assert_reason(c, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no.such\","
	    "\"params\":[1]}", NULL, "method_not_found");
	assert_reason(c, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"unit.guarded\",\"params\":{\"x\":1}}", NULL, "auth_required");
	assert_reason(c, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"unit.guarded\",\"params\":{\"x\":1}}", "other",
	    "permission_denied");
	assert_reason(c, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"unit.guarded\",\"params\":{\"x\":1}}", "known",
	    "invalid_params");
	assert_reason(c, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"unit.echo\",\"params\":{\"text\":\"nobody\"}}", NULL,
	    "not_found");
}

static void
all_faults_of_the_parameters_are_listed(void **state)
{
	int status;
	const char *said = answer(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,"
	    "\"method\":\"unit.echo\",\"params\":{\"times\":4,\"more\":true}}",
	    NULL, &status);

	assert_non_null(strstr(said, "\"field\":\"text\",\"rule\":\"required\""));
	assert_non_null(strstr(said, "\"field\":\"times\",\"rule\":\"range\""));
	assert_non_null(strstr(said, "\"field\":\"more\",\"rule\":\"unknown\""));
}

static void
a_batch_is_answered_in_its_order(void **state)
{
	assert_answer(*state, "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":"
	    "\"unit.echo\",\"params\":{\"text\":\"x\",\"times\":2}},"
	    "{\"jsonrpc\":\"2.0\",\"method\":\"unit.echo\",\"params\":"
	    "{\"text\":\"y\"}},{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":"
	    "\"unit.echo\",\"params\":{\"text\":\"z\"}}]",
	    "[{\"jsonrpc\":\"2.0\",\"result\":{\"text\":\"x\",\"times\":2},"
	    "\"id\":\"a\"},{\"jsonrpc\":\"2.0\",\"result\":{\"text\":\"z\","
	    "\"times\":1},\"id\":null}]");
}

static void
secrets_are_not_tried_in_a_batch(void **state)
{
	assert_reason(*state, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"unit.secret\"}]", NULL, "not_in_batch");
}

static void
a_route_is_the_same_method(void **state)
{
	struct ctx *c = *state;
	struct request q = request_of("GET", "/v1/echo/hi", NULL);
	struct rpc rpc = rpc_of(c);
	struct reply r = {0};

	q.query = "times=3";
	assert_true(rpc_rest(&rpc, &q, (struct bytes){0}, &r));
	assert_int_equal(r.status, 200);
	assert_string_equal(buf_text(&r.body), "{\"text\":\"hi\"}");
	q.query = "times=4";
	assert_true(rpc_rest(&rpc, &q, (struct bytes){0}, &r));
	assert_int_equal(r.status, 400);
	assert_string_equal(r.content_type, "application/problem+json");
	q.method = "DELETE";
	assert_true(rpc_rest(&rpc, &q, (struct bytes){0}, &r));
	assert_int_equal(r.status, 405);
	q.path = "/v1/nothing";
	assert_true(rpc_rest(&rpc, &q, (struct bytes){0}, &r));
	assert_int_equal(r.status, 404);
	q.path = "/other";
	assert_false(rpc_rest(&rpc, &q, (struct bytes){0}, &r));
	db_close(rpc.db);
}

static void
a_table_out_of_order_would_be_noticed(void **state)
{
	(void)state;
	assert_null(methods_check());
	assert_ptr_equal(method_find("unit.guarded"), &method_unit_guarded);
	assert_null(method_find("unit"));
}

static void
headers_of_a_request_are_read_exactly(void **state)
{
	struct ctx *c = *state;
	struct request q = request_of("GET", "/", NULL);

	q.cookie = "a=1; __Host-x=2;b = 3; ax=4";
	assert_string_equal(request_cookie(c->arena, &q, "a"), "1");
	assert_string_equal(request_cookie(c->arena, &q, "__Host-x"), "2");
	assert_null(request_cookie(c->arena, &q, "x"));
	q.query = "a=b%20c+d&e=%zz&f=%00&a2=1";
	assert_string_equal(request_query(c->arena, &q, "a"), "b c d");
	assert_null(request_query(c->arena, &q, "e"));
	assert_null(request_query(c->arena, &q, "f"));
	assert_null(request_query(c->arena, &q, "g"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_call_is_answered_with_its_id_as_it_was_sent),
		UNIT(a_notification_runs_and_is_not_answered),
		UNIT(what_is_wrong_is_told_in_the_order_of_the_contract),
		UNIT(all_faults_of_the_parameters_are_listed),
		UNIT(a_batch_is_answered_in_its_order),
		UNIT(secrets_are_not_tried_in_a_batch),
		UNIT(a_route_is_the_same_method),
		UNIT(a_table_out_of_order_would_be_noticed),
		UNIT(headers_of_a_request_are_read_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
