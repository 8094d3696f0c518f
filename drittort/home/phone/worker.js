// The service worker of the house. It shows what is pushed, keeps the pages that the house marks for it (for whoever is signed in, in this browser), shows
// them with their moment while there is no net, and takes what is shared from the phone. TOLD stands before it: words, addresses, version.
const SHELL = `shell:${TOLD.version}`;
const KEPT = `kept:${TOLD.version}:`;
const SHARED = "shared";
const MARK = "Drittort-Kept";
const AHEAD = "/-/ahead";
const AGAIN = 30 * 60_000;
const PATIENCE = 8_000;
// Counts up whenever everything is forgotten, so that what was on its way then is not kept after all.
let forgotten = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => Promise.all(TOLD.shell.map((path) => fetch(path, { credentials: "omit" }).then((answer) => answer.ok && cache.put(path, answer)))))
      .then(() => self.skipWaiting()),
  );
});

// A new version begins with pages of its own: the old ones name styles that are gone. What somebody had is fetched anew.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const had = [];
      for (const name of await caches.keys()) {
        if (name === SHELL || name === SHARED || name.startsWith(KEPT)) continue;
        if (name.startsWith("kept:")) had.push(...(await (await caches.open(name)).keys()));
        await caches.delete(name);
      }
      await self.clients.claim();
      for (const { url } of had) if (new URL(url).pathname !== AHEAD) await ahead(url);
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST") {
    if (url.pathname === TOLD.signOut) event.waitUntil(forget({ all: true }));
    else if (isShare(url)) event.respondWith(share(request, url));
    return;
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (TOLD.shell.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((found) => found ?? fetch(request)));
});

/** From the net; without one, or where it takes too long and a copy is here, what was kept; else the page that says so. */
async function page(event, url) {
  const asked = fetch(event.request);
  event.waitUntil(
    asked.then(
      (answer) => look(url, answer.clone()),
      () => {},
    ),
  );
  const copy = await kept(url);
  if (!copy) return asked.catch(() => nothing(url));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([asked, late]).then(
    (answer) => answer ?? stamped(copy),
    () => stamped(copy),
  );
}

/** What an answer means for what is kept: it is kept itself, or nobody is signed in any more. */
async function look(url, answer) {
  if (url.pathname === TOLD.signIn && answer.ok) return forget({});
  const whose = answer.headers.get(MARK);
  if (!whose || answer.status !== 200 || answer.redirected || url.search) return;
  const now = forgotten;
  const [account, house] = whose.split(":");
  for (const name of await caches.keys()) if (name.startsWith("kept:") && name.split(":")[2] !== account) await caches.delete(name);
  const cache = await caches.open(KEPT + whose);
  if (now !== forgotten) return;
  await cache.put(url.pathname, answer);
  const last = await cache.match(AHEAD);
  if (last && Date.now() - Number(await last.text()) < AGAIN) return;
  await cache.put(AHEAD, new Response(String(Date.now())));
  for (const path of TOLD.ahead) await ahead(path.replace("HOUSE", house));
}

async function ahead(path) {
  try {
    const url = new URL(path, self.location.origin);
    await look(url, await fetch(url, { credentials: "same-origin", redirect: "error" }));
  } catch {
    // The next time.
  }
}

/** Nothing of anybody stays. What was shared a moment ago waits for whoever signs in now; signing out takes it, too. */
async function forget({ all = false }) {
  forgotten += 1;
  for (const name of await caches.keys()) if (name.startsWith("kept:") || (all && name === SHARED)) await caches.delete(name);
  if (all) await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
}

async function kept(url) {
  if (url.search) return undefined;
  for (const name of await caches.keys()) {
    const found = name.startsWith(KEPT) && (await (await caches.open(name)).match(url.pathname));
    if (found) return found;
  }
  return undefined;
}

function wordsFor(language) {
  return TOLD.words[language] ?? TOLD.words.en;
}

/** A kept page, with the moment from which it is. */
async function stamped(copy) {
  const language = copy.headers.get("content-language") ?? "de";
  const at = new Date(copy.headers.get("date") ?? Date.now());
  const today = at.toDateString() === new Date().toDateString();
  const moment = at.toLocaleString(language, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
  const line = `<div class="duty" role="status" data-offline><p>${wordsFor(language).stand.replace("{moment}", moment)}</p></div>`;
  return answer((await copy.text()).replace(/(<main[^>]*>\s*<div class="within">)/, `$1${line}`), copy);
}

/** The page for when nothing is here, with what one has along. */
async function nothing(url) {
  let language = self.navigator.language.startsWith("de") ? "de" : "en";
  const lines = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT)) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname === AHEAD) continue;
      const copy = await cache.match(request);
      language = copy.headers.get("content-language") ?? language;
      // The title comes out of our own page, where it is written safely already.
      const title = /<title>([^<]*)<\/title>/.exec(await copy.text())?.[1] ?? pathname;
      lines.push(`<li><a href="${pathname.replaceAll('"', "%22")}">${title}</a></li>`);
    }
  }
  const shell = TOLD.shell.find((path) => path.endsWith(`language=${language}`)) ?? TOLD.shell[0];
  const copy = await caches.match(shell);
  if (!copy) return Response.error();
  const along = lines.join("") || `<li>${wordsFor(language).nothing}</li>`;
  return answer((await copy.text()).replace(/(<ul[^>]*data-along[^>]*>)/, `$1${along}`), copy, url.pathname === new URL(shell, url).pathname ? 200 : 503);
}

function answer(html, copy, status = 200) {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  const policy = copy.headers.get("content-security-policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  return new Response(html, { status, headers });
}

function isShare(url) {
  const [before, after] = TOLD.share.split("HOUSE");
  return url.pathname.startsWith(before) && url.pathname.endsWith(after) && url.pathname.split("/").length === TOLD.share.split("/").length;
}

/** What the phone gives: kept here, so that it is still there when one has to sign in first. share-in.ts takes it out. */
async function share(request, url) {
  const form = await request.formData();
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  const said = (name) => String(form.get(name) ?? "");
  const files = form.getAll("along").filter((one) => one instanceof File && one.size);
  for (const [number, file] of files.entries()) await cache.put(`/-/shared/${number}`, new Response(file, { headers: { "Content-Type": file.type } }));
  const told = { title: said("title"), text: said("text"), url: said("url"), files: files.map((file) => file.name), at: Date.now() };
  await cache.put("/-/shared", new Response(JSON.stringify(told)));
  return Response.redirect(url.pathname.replace(/take\/$/, ""), 303);
}

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data ? event.data.json() : {};
  } catch {
    return;
  }
  event.waitUntil(
    self.registration.showNotification(String(told.title || "Drittort"), { body: String(told.body || ""), tag: String(told.tag || ""), data: { path: told.path } }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  // Only a page of this house: what does not begin with one slash is not opened.
  const address = new URL(String(event.notification.data?.path ?? "/"), self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((windows) => {
      const open = windows.find((one) => new URL(one.url).pathname === address.pathname);
      return open ? open.focus() : self.clients.openWindow(address.href);
    }),
  );
});
