// Passkeys: asks the device, puts its answer into the form, sends the form. Texts come from data attributes.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const keys = (list = []) => list.map((key) => ({ ...key, id: bytes(key.id) }));

// The server's options hold bytes as text, and so must the device's answer
const read = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...(options.excludeCredentials && { excludeCredentials: keys(options.excludeCredentials) }),
  ...(options.allowCredentials && { allowCredentials: keys(options.allowCredentials) }),
});
const write = (key) => {
  const response = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  if (key.response.getTransports) response.transports = key.response.getTransports();
  return {
    id: key.id, rawId: text(key.rawId), type: key.type, response,
    authenticatorAttachment: key.authenticatorAttachment ?? null, clientExtensionResults: key.getClientExtensionResults(),
  };
};

const given = (form) => JSON.parse(form.querySelector('#passkey-options').textContent);
const ask = {
  async create(form) {
    const options = read(given(form).creation_options.publicKey);
    const alone = form.passwordless.checked;
    Object.assign(options.authenticatorSelection ??= {}, {
      residentKey: alone ? 'required' : 'discouraged', requireResidentKey: alone, ...(alone && { userVerification: 'required' }),
    });
    return navigator.credentials.create({ publicKey: options });
  },
  async get(form) {
    return navigator.credentials.get({ publicKey: read(given(form).request_options.publicKey) });
  },
  async enter(form) {
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(answer.status);
    return navigator.credentials.get({ publicKey: read((await answer.json()).request_options.publicKey) });
  },
};

const reason = { NotAllowedError: 'refused', AbortError: 'refused', InvalidStateError: 'known', SecurityError: 'address' };
const say = (form, word) => {
  const place = form.querySelector('[data-passkey-error]');
  place.textContent = form.dataset[word] ?? '';
  place.hidden = !word;
};

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.querySelector('[data-passkey-none]')?.remove();
  form.querySelector('[data-passkey-button]').hidden = false;
  let isAsking = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    say(form, '');
    try {
      form.credential.value = JSON.stringify(write(await ask[form.dataset.passkey](form)));
      form.submit();
    } catch (error) {
      say(form, reason[error.name] ?? 'failed');
      isAsking = false;
    }
  });
}
