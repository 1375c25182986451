// SPDX-License-Identifier: MIT
// tenants: the list of all tenants that the caller reaches.
import { call, can, chosen, date, go, narrow, number, place, t } from "./base.js";
import { Empty, Heading, html, Pager, Pending, Search, stateName, Status, Table, useLoad } from "./ui.js";

const LIMIT = 50;
const STATUSES = /** @type {const} */ (["active", "suspended", "deleted"]);

/** Credits as a bar and as figures. */
export function Credits({ used, limit }) {
	const text = t("{used} of {limit}", { used: number(used), limit: number(limit) });
	return html`<span class="credits">${limit > 0 && html`<progress value=${used} max=${limit} aria-label=${t("Credits used")}></progress>`} ${text}</span>`;
}

export function Tenants() {
	const query = place.value.query;
	const asked = { query: query.get("q") ?? "", status: chosen("status", STATUSES), offset: Number(query.get("from")) || 0 };
	const list = useLoad(() => call("tenant.list", {
		limit: LIMIT, offset: asked.offset,
		...(asked.query && { query: asked.query }), ...(asked.status && { status: asked.status }),
	}), [asked.query, asked.status, asked.offset]);
	const narrowed = asked.query || asked.status;
	const add = can("tenant.create") && html`<button type="button" class="primary" onClick=${() => go("/tenants/new")}>${t("New tenant")}</button>`;
	const columns = [
		{ head: t("Name"), cell: (/** @type {any} */ one) => html`<a href="/tenants/${one.id}/users">${one.name}</a>
			<span class="hint">${one.slug}</span>` },
		{ head: t("Status"), cell: (/** @type {any} */ one) => html`<${Status} value=${one.status} />` },
		{ head: t("Package"), class: "text", cell: (/** @type {any} */ one) => [one.primary_package_name ?? "–", ...one.additional_package_names].join(", ") },
		{ head: t("Users"), class: "figure", cell: (/** @type {any} */ one) => number(one.user_count) },
		{ head: t("Credits"), class: "figure", cell: (/** @type {any} */ one) => html`<${Credits} used=${one.total_credits_used} limit=${one.total_credit_limit} />` },
		{ head: t("Created"), class: "figure", cell: (/** @type {any} */ one) => date(one.created_at) },
	];
	return html`
		<${Heading} title=${t("Tenants")}>${add}</${Heading}>
		<div class="filters">
			<${Search} label=${t("Search tenants")} value=${asked.query} onSearch=${(/** @type {string} */ q) => narrow({ q, from: 0 })} />
			<select aria-label=${t("Status")} value=${asked.status ?? ""}
				onChange=${(/** @type {any} */ event) => narrow({ status: event.currentTarget.value, from: 0 })}>
				<option value="">${t("Every status")}</option>
				${STATUSES.map((one) => html`<option key=${one} value=${one}>${stateName(one)}</option>`)}
			</select>
		</div>
		${!list.data ? html`<${Pending} of=${list} />`
			: list.data.items.length ? html`<${Table} caption=${t("Tenants")} columns=${columns} rows=${list.data.items} busy=${list.busy} />`
			: narrowed ? html`<${Empty} title=${t("No tenant fits.")} action=${html`<button type="button"
				onClick=${() => go("/tenants")}>${t("Show all tenants")}</button>`} />`
			: html`<${Empty} title=${t("No tenants yet")}>${t("A tenant is one of your customers, with users of its own. Begin with New tenant.")}</${Empty}>`}
		${list.data && html`<${Pager} offset=${asked.offset} limit=${LIMIT} total=${list.data.total} onMove=${(/** @type {number} */ from) => narrow({ from })} />`}`;
}
