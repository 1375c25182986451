// SPDX-License-Identifier: MIT
// newtenant: one or several tenants, each with a package or template and its first people.
import { useState } from "preact/hooks";
import { call, can, go, me, once, t, tn } from "./base.js";
import { Check, Field, Heading, html, Pending, say, Select, Submit, Trouble, useForm, useLoad } from "./ui.js";
import { parse } from "./invite.js";

let made = 0;
const blank = (/** @type {string} */ kind) => ({ key: ++made, name: "", slug: "", kind, users: "", role: "admin" });

/**
 * What a tenant can be made from: packages and templates, and the roles that its people can then have.
 * @typedef {{ options: [string, string][], roles: Record<string, [string, string][]> }} Origins
 * @returns {Promise<Origins>}
 */
async function origins() {
	if (!can("package.read"))
		return { options: [], roles: {} };
	const [types, templates] = await Promise.all([call("package.list_types"), call("template.list")]);
	const options = /** @type {[string, string][]} */ ([
		...(me.value.config.packages === "required" ? [] : [["", t("Without a package")]]),
		...types.items.filter((one) => !one.additional).map((one) => [`package_id ${one.id}`, t("Package {name}", { name: one.name })]),
		...templates.items.map((one) => [`template_id ${one.id}`, t("Template {name}", { name: one.name })]),
	]);
	return { options, roles: Object.fromEntries(templates.items.map((one) => [`template_id ${one.id}`, one.roles.map((role) => [role.name, role.title || role.name])])) };
}

export function NewTenant() {
	const from = useLoad(origins, []);
	const crumb = html`<p class="crumb"><a href="/tenants">${t("All tenants")}</a></p>`;
	return html`<${Heading} title=${t("New tenant")} crumb=${crumb} />
		${from.data ? html`<${Form} from=${from.data} />` : html`<${Pending} of=${from} />`}`;
}

/** One tenant as the service takes it. @param {any} one */
function tenant({ name, slug, kind, users, role }) {
	const [what, id] = kind.split(" ");
	return {
		tenant_name: name.trim(), ...(slug && { slug }), ...(what && { [what]: id }),
		users: parse(users).filter((one) => !one.wrong && !one.twice).map(({ email, first_name, last_name }) => ({
			email, role, ...(first_name && { first_name }), ...(last_name && { last_name }),
		})),
	};
}

function Form({ from }) {
	const [rows, setRows] = useState(() => [blank(from.options[0]?.[0] ?? "")]);
	const [failed, setFailed] = useState(/** @type {Record<number, string>} */ ({}));
	const [done, setDone] = useState(/** @type {any[]} */ ([]));
	const form = useForm(async (data) => {
		const { tenants } = await call("tenant.create", { tenants: rows.map(tenant), send_email: Boolean(data.send_email), idempotency_key: once() });
		const failures = rows.map((row, i) => ({ row, result: tenants[i] })).filter(({ result }) => !result.success);
		const fresh = tenants.filter((/** @type {any} */ one) => one.success);
		setDone([...done, ...fresh]);
		if (!failures.length && fresh.every((/** @type {any} */ one) => one.total_new_users_failed === 0)) {
			say(tn("{n} tenant is ready.", "{n} tenants are ready.", fresh.length));
			return go(fresh.length === 1 ? `/tenants/${fresh[0].tenant_id}/users` : "/tenants");
		}
		setRows(failures.map(({ row }) => row));
		return setFailed(Object.fromEntries(failures.map(({ row, result }) => [row.key, result.error?.message ?? ""])));
	});
	/** @param {number} key @param {object} change */
	const change = (key, change) => setRows((now) => now.map((row) => row.key === key ? { ...row, ...change } : row));
	return html`<form class="narrow" onSubmit=${form.onSubmit}>
		<${Trouble} error=${form.trouble} />
		${done.length > 0 && html`<${Ready} tenants=${done} />`}
		${rows.map((row, i) => html`<${One} key=${row.key} row=${row} from=${from} trouble=${failed[row.key]}
			fault=${(/** @type {string} */ field) => form.fault(`tenants[${i}].${field}`)} change=${(/** @type {any} */ values) => change(row.key, values)}
			onDrop=${rows.length > 1 && (() => setRows(rows.filter((one) => one !== row)))} />`)}
		${rows.length > 0 ? html`
			<p><button type="button" onClick=${() => setRows([...rows, blank(rows[rows.length - 1].kind)])}>${t("Add another tenant")}</button></p>
			<${Check} label=${t("Send the first users an invitation by email")} name="send_email" value="1" defaultChecked />
			<footer><a class="button" href="/tenants">${t("Cancel")}</a>
				<${Submit} busy=${form.busy}>${rows.length > 1 ? tn("Create {n} tenant", "Create {n} tenants", rows.length) : t("Create the tenant")}</${Submit}></footer>`
			: html`<footer><a class="button primary" href="/tenants">${t("Done")}</a></footer>`}
	</form>`;
}

/** Those that were made, while others were not. */
function Ready({ tenants }) {
	return html`<div class="note" role="status"><ul>${tenants.map((one) => html`<li key=${one.tenant_id}>
		✓ <a href="/tenants/${one.tenant_id}/users">${one.tenant_name}</a>
		${one.total_new_users_failed > 0 && html` <span class="status bad">△ ${t("not invited: {emails}", { emails: one.new_users_failed_emails.join(", ") })}</span>`}
	</li>`)}</ul></div>`;
}

/** One tenant of the form. */
function One({ row, from, trouble, fault, change, onDrop }) {
	const [free, setFree] = useState(/** @type {boolean | null} */ (null));
	const typed = parse(row.users);
	const wrong = typed.filter((one) => one.wrong).map((one) => one.email);
	const roles = [["admin", t("Administrator")], ["member", t("Member")], ...(from.roles[row.kind] ?? [])];
	/** @param {any} event */
	const checkName = async (event) => {
		const name = event.currentTarget.value.trim();
		setFree(name ? await call("tenant.check_name", { name }).then((said) => said.available, () => null) : null);
	};
	return html`<fieldset>
		<legend>${row.name || t("The tenant")}</legend>
		${trouble && html`<p class="note bad" role="alert">${trouble}</p>`}
		<${Field} label=${t("Name")} required maxlength=255 value=${row.name} onInput=${(/** @type {any} */ event) => change({ name: event.currentTarget.value })}
			onBlur=${checkName} fault=${fault("tenant_name") ?? (free === false ? t("This name is taken.") : null)} />
		<div class="pair">
			<${Field} label=${t("Short name in the address")} value=${row.slug} pattern="[a-z0-9]([a-z0-9\\-]*[a-z0-9])?" maxlength=63 autocapitalize="off"
				onInput=${(/** @type {any} */ event) => change({ slug: event.currentTarget.value })} hint=${t("Made from the name when left empty; never changes.")} fault=${fault("slug")} />
			<${Select} label=${t("Package or template")} value=${row.kind} options=${from.options}
				onChange=${(/** @type {any} */ event) => change({ kind: event.currentTarget.value, role: "admin" })} fault=${fault("package_id") ?? fault("template_id")} />
		</div>
		<${Field} label=${t("First users")} hint=${typed.length - wrong.length > 0 ? tn("{n} address", "{n} addresses", typed.length - wrong.length) : t("Addresses apart by commas, blanks or lines; may stay empty.")}
			fault=${fault("users") ?? (wrong.length ? t("Not an address: {emails}", { emails: wrong.join(", ") }) : null)}
			control=${(/** @type {any} */ shared) => html`<textarea ...${shared} rows="2" spellcheck=${false} value=${row.users}
				onInput=${(/** @type {any} */ event) => change({ users: event.currentTarget.value })}></textarea>`} />
		${typed.length > 0 && html`<${Select} label=${t("Role of the first users")} value=${row.role} options=${roles}
			onChange=${(/** @type {any} */ event) => change({ role: event.currentTarget.value })} fault=${fault("users[0].role")} />`}
		${onDrop && html`<p><button type="button" onClick=${onDrop}>${t("Leave this one out")}</button></p>`}
	</fieldset>`;
}
