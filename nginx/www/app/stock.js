// SPDX-License-Identifier: MIT
// stock: package types and units, and the packages of one tenant.
import { useState } from "preact/hooks";
import { call, can, number, t, tn } from "./base.js";
import { Check, Confirm, Empty, Field, Heading, html, Pending, perform, say, Select, Table, Trouble, useLoad } from "./ui.js";

/** All units of the caller's stock, page by page. @param {object} asked */
async function allPackages(asked) {
	const items = [];
	for (let cursor; ;) {
		const page = await call("package.list", { ...asked, limit: 1000, ...(cursor && { cursor }) });
		items.push(...page.items);
		cursor = page.next_cursor;
		if (!cursor)
			return items;
	}
}

export function Packages() {
	const stock = useLoad(async () => {
		const [types, units] = await Promise.all([call("package.list_types"), allPackages({})]);
		return types.items.map((/** @type {any} */ type) => {
			const mine = units.filter((unit) => unit.type_id === type.id);
			return { ...type, free: mine.filter((unit) => unit.status === "unassigned").length, all: mine.length };
		});
	}, []);
	const [open, setOpen] = useState(/** @type {any} */ (null));
	const may = can("package.stock");
	const columns = [
		{ head: t("Name"), cell: (/** @type {any} */ one) => one.name },
		{ head: t("Kind"), cell: (/** @type {any} */ one) => one.additional ? t("Additional") : t("Primary") },
		{ head: t("Credits"), class: "figure", cell: (/** @type {any} */ one) => number(one.credits) },
		{ head: t("Seats"), class: "figure", cell: (/** @type {any} */ one) => one.seats === null ? t("any number") : number(one.seats) },
		{ head: t("In stock"), class: "figure", cell: (/** @type {any} */ one) => number(one.free) },
		{ head: t("Assigned"), class: "figure", cell: (/** @type {any} */ one) => number(one.all - one.free) },
		...(may ? [{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ one) => html`<button type="button"
			aria-label=${t("Add units of {name}", { name: one.name })} onClick=${() => setOpen(one)}>${t("Add units")}</button>` }] : []),
	];
	return html`
		<${Heading} title=${t("Packages")}>${may && html`<button type="button" class="primary" onClick=${() => setOpen("new")}>${t("New package type")}</button>`}</${Heading}>
		${!stock.data ? html`<${Pending} of=${stock} />`
			: stock.data.length ? html`<${Table} caption=${t("Packages")} columns=${columns} rows=${stock.data} busy=${stock.busy} />`
			: html`<${Empty} title=${t("No package types yet")}>${t("The operator of the platform makes them and adds units to your stock.")}</${Empty}>`}
		${open === "new" && html`<${NewType} onClose=${() => setOpen(null)} onDone=${stock.reload} />`}
		${open?.id && html`<${AddUnits} type=${open} onClose=${() => setOpen(null)} onDone=${stock.reload} />`}`;
}

function NewType({ onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		await perform("package.create_type", { name: data.name, credits: Number(data.credits), ...(data.seats && { seats: Number(data.seats) }),
			additional: Boolean(data.additional) }, t("{name} is ready.", { name: data.name }));
		onDone();
	};
	return html`<${Confirm} title=${t("New package type")} action=${t("Create")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<${Field} label=${t("Name")} name="name" required maxlength=255 fault=${form.fault("name")} />
			<div class="pair"><${Field} label=${t("Credits")} name="credits" type="number" min="0" required fault=${form.fault("credits")} />
				<${Field} label=${t("Seats")} name="seats" type="number" min="1" hint=${t("Empty: any number.")} fault=${form.fault("seats")} /></div>
			<${Check} label=${t("Stands beside a primary package")} hint=${t("Such as a credit pack.")} name="additional" value="1" />`}
	</${Confirm}>`;
}

function AddUnits({ type, onClose, onDone }) {
	const msps = useLoad(() => call("msp.list", { limit: 100 }), []);
	/** @param {any} data */
	const run = async (data) => {
		const { items } = await call("package.stock", { msp_id: data.msp_id, type_id: type.id, count: Number(data.count) });
		say(tn("{n} unit added.", "{n} units added.", items.length));
		onDone();
	};
	return html`<${Confirm} title=${t("Add units of {name}", { name: type.name })} action=${t("Add units")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => msps.data ? html`
			<${Select} label=${t("MSP")} name="msp_id" options=${msps.data.items.map((/** @type {any} */ one) => [one.id, one.name])} fault=${form.fault("msp_id")} />
			<${Field} label=${t("How many")} name="count" type="number" min="1" max="1000" required defaultValue="1" fault=${form.fault("count")} />`
			: html`<${Pending} of=${msps} lines=${2} />`}
	</${Confirm}>`;
}

/** The packages of one tenant. */
export function TenantPackages({ tenant, onChange }) {
	const held = useLoad(() => Promise.all([call("package.list", { tenant_id: tenant.id }), call("package.list_types")]), [tenant.id]);
	const [adding, setAdding] = useState(false);
	const [error, setError] = useState(/** @type {any} */ (null));
	const done = () => {
		held.reload();
		onChange();
	};
	/** @param {any} one */
	const drop = (one) => perform("package.unassign", { package_id: one.id }, t("{name} is back in stock.", { name: one.type_name }))
		.then(() => { setError(null); done(); }, setError);
	if (!held.data)
		return html`<${Pending} of=${held} />`;
	const [{ items }, types] = held.data;
	const may = can("package.assign");
	const add = may && html`<button type="button" class="primary" onClick=${() => setAdding(true)}>${t("Assign a package")}</button>`;
	const columns = [
		{ head: t("Package"), cell: (/** @type {any} */ one) => one.type_name },
		{ head: t("Kind"), cell: (/** @type {any} */ one) => one.additional ? t("Additional") : t("Primary") },
		{ head: t("Credits"), class: "figure", cell: (/** @type {any} */ one) => number(one.credits) },
		...(may ? [{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ one) => html`<button type="button" aria-label=${t("Take back {name}", { name: one.type_name })}
			onClick=${() => drop(one)}>${t("Take back")}</button>` }] : []),
	];
	/** @param {any} data */
	const assign = async (data) => {
		const { purchase_occurred } = await call("package.assign", { tenant_id: tenant.id, package_id: data.type });
		say(purchase_occurred ? t("Bought and assigned.") : t("Assigned."));
		done();
	};
	return html`<div class="filters"><div class="actions">${add}</div></div><${Trouble} error=${error} />
		${items.length ? html`<${Table} caption=${t("Packages of {name}", { name: tenant.name })} columns=${columns} rows=${items} busy=${held.busy} />`
			: html`<${Empty} title=${t("No packages yet")}>${t("A package brings credits, and a limit of seats.")}</${Empty}>`}
		${adding && html`<${Confirm} title=${t("Assign a package")} action=${t("Assign")} run=${assign} onClose=${() => setAdding(false)}>
			${(/** @type {any} */ form) => html`<${Select} label=${t("Package")} name="type" fault=${form.fault("package_id")}
				options=${types.items.map((/** @type {any} */ one) => [one.id, `${one.name} (${tn("{n} credit", "{n} credits", one.credits)})`])} />`}
		</${Confirm}>`}`;
}
