// SPDX-License-Identifier: MIT
// The client against servers of all kinds: what it sends, and what it makes of each answer.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { RpcError, tenantry } from "../../client/tenantry.mjs";

const seen = [];
let say = (call) => ({ jsonrpc: "2.0", id: call.id, result: { method: call.method, params: call.params } });
let raw = null;

const server = createServer(async (request, answer) => {
	let body = "";
	for await (const part of request)
		body += part;
	seen.push({ headers: request.headers, body: JSON.parse(body) });
	if (raw) {
		answer.writeHead(raw.status, { "Content-Type": raw.type });
		answer.end(raw.body);
	} else {
		const calls = seen.at(-1).body;
		answer.end(JSON.stringify(Array.isArray(calls) ? calls.map(say).reverse() : say(calls)));
	}
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => server.close());
const url = `http://127.0.0.1:${server.address().port}/rpc`;
const client = tenantry({ url, headers: { "X-API-Key": "key" } });

const during = async (answer, use) => {
	raw = answer;
	try {
		return await use();
	} finally {
		raw = null;
	}
};
const caught = (promise) => promise.then(() => assert.fail("not refused"), (error) => error);

test("a call is JSON-RPC 2.0 with the headers that were given", async () => {
	assert.deepEqual(await client.tenant.get({ tenant_id: "t" }), { method: "tenant.get", params: { tenant_id: "t" } });
	const { headers, body } = seen.at(-1);
	assert.equal(headers["content-type"], "application/json");
	assert.equal(headers["x-api-key"], "key");
	assert.equal(body.jsonrpc, "2.0");
	assert.deepEqual((await client.me.get()).params, {});
});

test("an idempotency key stands beside the parameters", async () => {
	const { params } = await client.tenant.create({ tenants: [] }, { idempotencyKey: "once" });
	assert.deepEqual(params, { tenants: [], idempotency_key: "once" });
});

test("a refusal is thrown with its reason, code and data", async () => {
	const ok = say;
	say = ({ id }) => ({ jsonrpc: "2.0", id, error: { code: 409, message: "Taken.", data: { reason: "name_taken", field: "name" } } });
	const error = await caught(client.tenant.update({ tenant_id: "t", name: "n" })).finally(() => { say = ok; });
	assert.ok(error instanceof RpcError && error instanceof Error);
	assert.deepEqual([error.code, error.reason, error.message, error.data.field, error.status], [409, "name_taken", "Taken.", "name", 200]);
});

test("a batch keeps its order and refuses one by one", async () => {
	const ok = say;
	say = (call) => call.method === "me.get" ? { id: call.id, error: { code: 401, message: "No.", data: { reason: "auth_required" } } } : ok(call);
	const [first, second, third] = await client.batch((c) => [
		c.tenant.get({ tenant_id: "a" }), c.me.get(), c.tenant.get({ tenant_id: "b" }, { idempotencyKey: "k" })]);
	say = ok;
	assert.equal(first.params.tenant_id, "a");
	assert.equal(second.reason, "auth_required");
	assert.deepEqual(third.params, { tenant_id: "b", idempotency_key: "k" });
	assert.equal(seen.at(-1).body.length, 3);
});

test("a batch that is refused as a whole is thrown", async () => {
	const body = JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32600, message: "No.", data: { reason: "invalid_request" } } });
	const error = await during({ status: 200, type: "application/json", body }, () => caught(client.batch((c) => [c.me.get()])));
	assert.equal(error.reason, "invalid_request");
});

for (const [status, type, body] of [
	[500, "text/html", "<html><h1>Internal Server Error</h1>"], [413, "text/html", "<html>413 Request Entity Too Large"],
	[502, "text/html", "<html>502 Bad Gateway"], [200, "text/html", "<!doctype html>"], [204, "text/plain", ""],
	[200, "application/json", "null"], [404, "application/json", "{\"error\":\"no such page\"}"], [200, "application/json", "17"]])
	test(`${status} with ${body.slice(0, 20) || "nothing"} is a fault of the transport`, async () => {
		for (const use of [() => client.me.get(), () => client.batch((c) => [c.me.get()])]) {
			const error = await during(status === 204 ? { status, type } : { status, type, body }, () => caught(use()));
			assert.ok(error instanceof RpcError, String(error));
			assert.deepEqual([error.reason, error.status], ["transport", status]);
		}
	});

test("a refusal that nginx tells keeps its reason", async () => {
	const body = JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32600, message: "Too large.", data: { reason: "invalid_request" } } });
	const error = await during({ status: 413, type: "application/json", body }, () => caught(client.me.get()));
	assert.deepEqual([error.reason, error.status], ["invalid_request", 413]);
});

test("a server that is not there is a fault of the transport with status 0", async () => {
	const error = await caught(tenantry({ url: "http://127.0.0.1:1/rpc" }).me.get());
	assert.deepEqual([error instanceof RpcError, error.reason, error.status], [true, "transport", 0]);
});

test("a call that is given up rejects with the reason of the signal", async () => {
	const stop = new AbortController();
	stop.abort(new Error("enough"));
	assert.equal((await caught(client.me.get({}, { signal: stop.signal }))).message, "enough");
	assert.equal((await caught(client.batch((c) => [c.me.get()], { signal: AbortSignal.timeout(0) }))).name, "TimeoutError");
});

test("calls at the same time do not mix", async () => {
	const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => client.tenant.get({ tenant_id: `t${n}` })));
	assert.deepEqual(answers.map(({ params }) => params.tenant_id), Array.from({ length: 20 }, (_, n) => `t${n}`));
});

test("a client may be awaited, and passed through promises", async () => {
	assert.equal(await Promise.resolve(client), client);
	assert.equal(await (async () => client.tenant)().then((tenant) => typeof tenant.get), "function");
});
