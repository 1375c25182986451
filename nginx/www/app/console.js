// SPDX-License-Identifier: MIT
// console: the frame around every page of somebody who is signed in, and which page an address means.
import { useEffect, useState } from "preact/hooks";
import { call, can, go, home, isStaff, learn, me, place, t } from "./base.js";
import { Dialog, Empty, fullName, Heading, html, Menu, say, Sign, Trouble } from "./ui.js";
import { signOut } from "./restricted.js";

/**
 * Every page: its address (a part in braces is handed on), its text and picture in the menu, the permission
 * that shows it there, and the module and name of what draws it.
 * @typedef {{ path: string, text?: () => string, icon?: string, needs?: string, shown?: () => boolean, page: () => Promise<any>,
 *   name: string, also?: string[] }} Page
 */

const tenant = () => import("./tenant.js");
const msps = () => import("./msps.js");
const profile = () => import("./profile.js");
const users = () => import("./users.js");
const people = () => import("./people.js");
const templates = () => import("./templates.js");
const stock = () => import("./stock.js");
const keys = () => import("./keys.js");
const trail = () => import("./trail.js");

/** Whether the caller may look after the people and settings of the place where she is. */
const keeper = () => !(me.value.tenant.kind === "msp" && me.value.role.builtin && me.value.role.name === "member");

/** Pictures of the menu, each one line on a field of 16. */
const icons = {
	building: "M3 14V3h6v11M9 7h4v7M1.5 14h13M5.5 6h1M5.5 9h1",
	house: "M2 6.5 8 2l6 4.5V14H2zM6.5 14v-4h3v4",
	people: "M5.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 7.2a2.2 2.2 0 0 0 0-4.4M12 9.8c1.8.4 3 1.7 3 3.7",
	shield: "M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4z",
	layout: "M2.5 2.5h11v3h-11zM2.5 8.5h4v5h-4zM9.5 8.5h4v5h-4z",
	box: "M8 1.5l5.5 3v7l-5.5 3-5.5-3v-7zM2.5 4.5l5.5 3 5.5-3M8 7.5v7",
	key: "M10 9.5a4 4 0 1 0-3.8-2.8L2 11v3h3v-2h2v-2l.7-.7c.7.2 1.5.2 2.3.2zM10.8 5.2h.01",
	envelope: "M2 3.5h12v9H2zM2 4l6 5 6-5",
	list: "M5.5 4H14M5.5 8H14M5.5 12H14M2 4h.01M2 8h.01M2 12h.01",
	sliders: "M2 4.5h6M12 4.5h2M10 2.5v4M2 11.5h2M8 11.5h6M6 9.5v4",
	plane: "M14 2 7 9M14 2 9.5 14 7 9 2 6.5z",
};

/** @type {Page[]} */
const ofStaff = [
	{ path: "/tenants", text: () => t("Tenants"), icon: icons.building, needs: "tenant.read", page: () => import("./tenants.js"), name: "Tenants",
		also: ["/tenants/"] },
	{ path: "/tenants/new", page: () => import("./newtenant.js"), name: "NewTenant" },
	{ path: "/tenants/{id}", page: tenant, name: "Tenant" },
	{ path: "/tenants/{id}/{tab}", page: tenant, name: "Tenant" },
	{ path: "/msps", text: () => t("MSPs"), icon: icons.house, needs: "msp.manage", page: msps, name: "Msps", also: ["/msps/"] },
	{ path: "/msps/{id}/{tab}", page: msps, name: "Msp" },
	{ path: "/staff", text: () => t("Staff"), icon: icons.people, needs: "user.read", shown: keeper, page: people, name: "Staff", also: ["/staff/"] },
	{ path: "/staff/invitations", page: people, name: "Staff" },
	{ path: "/roles", text: () => t("Roles"), icon: icons.shield, needs: "role.read", page: () => import("./roles.js"), name: "Roles" },
	{ path: "/templates", text: () => t("Templates"), icon: icons.layout, needs: "package.read", page: templates, name: "Templates",
		also: ["/templates/"] },
	{ path: "/templates/new", page: templates, name: "Template" },
	{ path: "/templates/{id}", page: templates, name: "Template" },
	{ path: "/packages", text: () => t("Packages"), icon: icons.box, needs: "package.read", page: stock, name: "Packages" },
	{ path: "/keys", text: () => t("API keys"), icon: icons.key, needs: "api_key.manage", shown: keeper, page: keys, name: "Keys" },
	{ path: "/mail", text: () => t("Mail"), icon: icons.envelope, needs: "mail.manage", page: trail, name: "Outbox" },
	{ path: "/audit", text: () => t("Audit"), icon: icons.list, needs: "audit.read", page: trail, name: "Trail" },
	{ path: "/configuration", text: () => t("Configuration"), icon: icons.sliders, needs: "config.read", shown: keeper,
		page: () => import("./settings.js"), name: "Own" },
];

/** @type {Page[]} */
const ofTenant = [
	{ path: "/users", text: () => t("Users"), icon: icons.people, needs: "user.read", page: users, name: "OwnUsers" },
	{ path: "/invitations", text: () => t("Invitations"), icon: icons.plane, needs: "invitation.read", page: () => import("./invitations.js"),
		name: "OwnInvitations" },
	{ path: "/roles", text: () => t("Roles"), icon: icons.shield, needs: "role.read", page: () => import("./roles.js"), name: "Roles" },
	{ path: "/configuration", text: () => t("Configuration"), icon: icons.sliders, needs: "config.read", page: () => import("./settings.js"), name: "Own" },
	{ path: "/keys", text: () => t("API keys"), icon: icons.key, needs: "api_key.manage", page: keys, name: "Keys" },
	{ path: "/audit", text: () => t("Audit"), icon: icons.list, needs: "audit.read", page: trail, name: "Trail" },
];

/** @type {Page[]} */
const ofEverybody = [
	{ path: "/profile", page: profile, name: "Profile" },
	{ path: "/profile/{tab}", page: profile, name: "Profile" },
];

const pages = () => [...(isStaff.value ? ofStaff : ofTenant), ...ofEverybody];
const inMenu = () => pages().filter((page) => page.text && can(/** @type {string} */ (page.needs)) && page.shown?.() !== false);

/** The parts of an address that a pattern names; null if it is another one. @param {string} pattern @param {string} path */
function match(pattern, path) {
	const wanted = pattern.split("/");
	const given = path.split("/");
	/** @type {Record<string, string>} */
	const parts = {};
	const fits = wanted.length === given.length && wanted.every((part, i) => {
		if (!part.startsWith("{"))
			return part === given[i];
		parts[part.slice(1, -1)] = decodeURIComponent(given[i]);
		return given[i] !== "";
	});
	return fits ? parts : null;
}

/** @param {string} path */
function find(path) {
	for (const page of pages()) {
		const parts = match(page.path, path);
		if (parts)
			return { page, parts };
	}
	return null;
}

/** Draws the page of this address once its module is here. */
function Body() {
	const { path } = place.value;
	const found = find(path);
	const [drawn, draw] = useState(/** @type {any} */ (null));
	const wanted = found && found.page.page;
	useEffect(() => {
		let current = true;
		wanted?.().then((module) => current && draw({ of: wanted, module }), (error) => current && draw({ of: wanted, error }));
		return () => { current = false; };
	}, [wanted]);
	if (!found)
		return html`<${Heading} title=${t("Not found")} key=${path} />
			<${Empty} title=${t("There is no such page.")} action=${html`<a class="button" href="/">${t("To the start")}</a>`} />`;
	if (drawn?.of !== wanted)
		return null;
	if (drawn.error)
		return html`<${Trouble} error=${drawn.error} retry=${() => location.reload()} />`;
	const Page = drawn.module[found.page.name];
	return html`<${Page} key=${found.page.path.split("/{tab}")[0] + (found.parts.id ?? "")} ...${found.parts} />`;
}

function SwitchTenant({ onClose }) {
	const [error, setError] = useState(/** @type {any} */ (null));
	/** @param {any} one */
	const enter = async (one) => {
		if (one.host !== location.host)
			return location.assign(`https://${one.host}/`);
		try {
			await call("auth.switch_tenant", { tenant_id: one.tenant_id });
		} catch (refused) {
			return setError(refused);
		}
		await learn();
		onClose();
		go("/");
		return say(t("You are now in {name}.", { name: one.tenant_name }));
	};
	return html`<${Dialog} title=${t("Switch tenant")} onClose=${onClose}>
		<${Trouble} error=${error} />
		<ul class="choices">${me.value.memberships.map((/** @type {any} */ one) => html`<li key=${one.tenant_id}>
			<button type="button" disabled=${one.tenant_id === home.value || one.status !== "active"} onClick=${() => enter(one)}>
				<strong>${one.tenant_name}</strong> <span class="hint">${one.host}</span></button></li>`)}</ul>
	</${Dialog}>`;
}

export function Console() {
	const { user, tenant, memberships } = me.value;
	const { path } = place.value;
	const [switching, setSwitching] = useState(false);
	const [open, setOpen] = useState(false);
	const shown = fullName(user) || user.email;
	const menu = inMenu();
	const start = menu[0]?.path ?? "/profile";
	useEffect(() => {
		setOpen(false);
		if (path === "/")
			go(start, { replace: true });
	}, [path, start]);
	const account = [
		{ text: t("Your profile"), run: () => go("/profile") },
		...(memberships.length > 1 ? [{ text: t("Switch tenant"), run: () => setSwitching(true) }] : []),
		{ text: t("Sign out"), run: signOut },
	];
	return html`<div class="frame">
		<a class="skip" href="#main" onClick=${(/** @type {any} */ event) => {
			event.preventDefault();
			document.getElementById("main")?.focus();
		}}>${t("To the content")}</a>
		<header class="top">
			<button type="button" class="plain burger" aria-expanded=${open} aria-controls="menu" aria-label=${t("Menu")}
				onClick=${() => setOpen(!open)}>☰</button>
			<span class="sign"><${Sign} name=${tenant.name} branding=${tenant.branding} /></span>
			<${Menu} label="${shown}: ${t("Your account")}" text=${shown} items=${account} />
		</header>
		<nav id="menu" class="side ${open ? "open" : ""}" aria-label=${t("Pages of the console")}>
			${menu.map((page) => html`<a href=${page.path} key=${page.path} aria-current=${path === page.path ||
				page.also?.some((start) => path.startsWith(start)) ? "page" : null}>
				<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${page.icon} /></svg>${page.text?.()}</a>`)}
		</nav>
		<main id="main" tabindex="-1">${path !== "/" && html`<${Body} />`}</main>
		${switching && html`<${SwitchTenant} onClose=${() => setSwitching(false)} />`}
	</div>`;
}
