/* SPDX-License-Identifier: MIT */
/*
 * error — how a failure is told: JSON-RPC's error object, and its data.
 */
#include "rpc/rpc.h"

#include "base/catalog.h"

#include <string.h>

void
rpc_ctx(struct ctx *ctx, const struct rpc *rpc, const struct request *q)
{
	ctx_init(ctx, rpc->arena, q->request_id);
	ctx->language = catalog_accepted(q->accept_language);
}

static void
member(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_printf(b, ",\"%s\":", name);
	json_write_string(b, value);
}

static void
write_faults(struct buf *b, const struct fault *f)
{
	buf_puts(b, ",\"faults\":[");
	for (const char *comma = ""; f != NULL; f = f->next, comma = ",") {
		buf_puts(b, comma);
		buf_puts(b, "{\"field\":");
		json_write_string(b, f->field);
		member(b, "rule", f->rule);
		member(b, "message", f->message);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void
write_positions(struct buf *b, const struct error *e)
{
	buf_puts(b, ",\"positions\":[");
	for (size_t i = 0; i < e->position_count; i++)
		buf_printf(b, "%s%lld", i == 0 ? "" : ",",
		    (long long)e->positions[i]);
	buf_putc(b, ']');
}

void
rpc_error_data(struct buf *b, const struct ctx *ctx, const struct error *e)
{
	buf_puts(b, "\"reason\":");
	json_write_string(b, err_info(e->code)->reason);
	if (e->code == E_internal) {
		member(b, "incident", ctx->request_id);
		return;
	}
	member(b, "field", e->field);
	member(b, "rule", e->rule);
	member(b, "setting", e->setting);
	member(b, "host", e->host);
	if (e->retry_after > 0)
		buf_printf(b, ",\"retry_after\":%lld",
		    (long long)e->retry_after);
	if (e->position_count > 0)
		write_positions(b, e);
	if (e->faults != NULL)
		write_faults(b, e->faults);
}

void
rpc_error(struct buf *b, const struct ctx *ctx, const struct error *e)
{
	buf_printf(b, "{\"code\":%d,\"message\":", err_info(e->code)->code);
	json_write_string(b, ctx_say(ctx, err_message(e)));
	buf_puts(b, ",\"data\":{");
	rpc_error_data(b, ctx, e);
	buf_puts(b, "}}");
}

void
rpc_refuse(struct reply *r, const struct rpc *rpc, const struct request *q,
	   int status, enum err code, const char *message)
{
	struct error e = {.code = code, .message = message};
	struct ctx ctx;

	rpc_ctx(&ctx, rpc, q);
	r->status = status;
	r->content_type = "application/json; charset=utf-8";
	if (status == 503 || status == 429) {
		e.retry_after = 1;
		reply_header(r, "Retry-After", "1");
	}
	buf_init(&r->body, rpc->arena);
	buf_puts(&r->body, "{\"jsonrpc\":\"2.0\",\"error\":");
	rpc_error(&r->body, &ctx, &e);
	buf_puts(&r->body, ",\"id\":null}");
}
