// <pass-key data-options="…" data-kind="get|create" data-failed="…" data-cannot="…"><form>…<input name="credential">…</form></pass-key>:
// asks the device for a passkey and sends the answer with the form. The challenge is fetched on the click, so nothing is stored before.
type Json = { [key: string]: unknown };

const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const known = (list: unknown): PublicKeyCredentialDescriptor[] =>
  ((list ?? []) as { id: string }[]).map(({ id }) => ({ type: "public-key", id: toBytes(id) }));

async function ask(kind: string, told: Json): Promise<string> {
  const challenge = toBytes(told["challenge"] as string);
  let found: Credential | null;
  if (kind === "create") {
    const user = told["user"] as { id: string; name: string; displayName: string };
    found = await navigator.credentials.create({
      publicKey: {
        ...(told as unknown as PublicKeyCredentialCreationOptions),
        challenge,
        user: { ...user, id: toBytes(user.id) },
        excludeCredentials: known(told["excludeCredentials"]),
      },
    });
  } else {
    found = await navigator.credentials.get({
      publicKey: { ...(told as unknown as PublicKeyCredentialRequestOptions), challenge, allowCredentials: known(told["allowCredentials"]) },
    });
  }
  if (!(found instanceof PublicKeyCredential)) throw new Error("no passkey");
  const said = found.response;
  const response: Json = { clientDataJSON: toText(said.clientDataJSON) };
  if (said instanceof AuthenticatorAttestationResponse) response["attestationObject"] = toText(said.attestationObject);
  if (said instanceof AuthenticatorAssertionResponse) {
    response["authenticatorData"] = toText(said.authenticatorData);
    response["signature"] = toText(said.signature);
    if (said.userHandle) response["userHandle"] = toText(said.userHandle);
  }
  return JSON.stringify({ id: found.id, rawId: toText(found.rawId), type: found.type, clientExtensionResults: {}, response });
}

class PassKey extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    const credential = form?.querySelector<HTMLInputElement>("input[name=credential]");
    const button = form?.querySelector("button");
    if (!form || !credential || !button) return;
    this.querySelector("[data-without]")?.remove();
    if (!("PublicKeyCredential" in window)) {
      button.remove();
      this.#say(this.dataset["cannot"]);
      return;
    }
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      this.#say();
      try {
        const answer = await fetch(this.dataset["options"]!, { method: "POST", headers: { Accept: "application/json" } });
        const told = (await answer.json()) as Json;
        if (!answer.ok) return this.#say(told["error"] as string);
        credential.value = await ask(this.dataset["kind"]!, told["publicKey"] as Json);
        form.submit();
      } catch {
        this.#say(this.dataset["failed"]);
      } finally {
        button.disabled = false;
      }
    });
  }

  #say(problem?: string): void {
    const place = this.querySelector<HTMLElement>("[data-problem]");
    if (!place) return;
    place.textContent = problem ?? "";
    place.hidden = !problem;
  }
}

customElements.define("pass-key", PassKey);
