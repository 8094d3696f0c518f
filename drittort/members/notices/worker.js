// The service worker of the house: shows what is pushed, and opens its page. It keeps nothing and touches no request.
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
