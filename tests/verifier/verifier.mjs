// Checks sealed records, and seals some itself, with Digital Bazaar's libraries. Nothing is fetched: it knows our contexts,
// the keys that a did:key names, and the DID documents it is given.
//
//   node verifier.mjs verify RECORD.json… [--did DID.json]   one line of JSON a record: {"verified": …, "why": …}
//   node verifier.mjs seal BARE.json SECRET METHOD CREATED   the same record as that library seals it

import { readFileSync } from 'node:fs'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import * as vc from '@digitalbazaar/vc'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'

const DID = 'https://www.w3.org/ns/did/v1'
const MULTIKEY = 'https://w3id.org/security/multikey/v1'

const known = new Map()
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const vendored = (name) => read(new URL(`../../adapters/seal/contexts/${name}`, import.meta.url))
known.set('https://www.w3.org/ns/credentials/v2', vendored('credentials-v2.jsonld'))
known.set('https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', vendored('open-badges-3.0.3.jsonld'))

async function documentLoader(url) {
  const document = known.get(url) ?? keyDocument(url)
  if (!document) throw new Error(`nothing is fetched here, and ${url} is not known`)
  return { contextUrl: null, documentUrl: url, document }
}

// did:key says all itself: the key is its name.
function keyDocument(url) {
  if (!url.startsWith('did:key:')) return undefined
  const [did, fragment] = url.split('#')
  const method = { id: `${did}#${did.slice(8)}`, type: 'Multikey', controller: did, publicKeyMultibase: did.slice(8) }
  if (fragment) return fragment === did.slice(8) ? { '@context': MULTIKEY, ...method } : undefined
  return { '@context': [DID, MULTIKEY], id: did, verificationMethod: [method], assertionMethod: [method.id] }
}

function learn(document) {
  known.set(document.id, document)
  for (const method of document.verificationMethod) known.set(method.id, { '@context': MULTIKEY, ...method })
}

async function verify(record) {
  const suite = new DataIntegrityProof({ cryptosuite })
  const result = await vc.verifyCredential({ credential: record, suite, documentLoader, now: new Date(record.validFrom) })
  const errors = result.error?.errors ?? (result.error ? [result.error] : [])
  return { verified: result.verified, why: errors.map((error) => error.message).join('; ') }
}

async function seal(record, secret, method, created) {
  const controller = method.split('#')[0]
  const publicKey = method.split('#')[1]
  const key = await Ed25519Multikey.from({
    '@context': MULTIKEY, id: method, type: 'Multikey', controller, publicKeyMultibase: publicKey, secretKeyMultibase: secret
  })
  const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite, date: created })
  return vc.issue({ credential: record, suite, documentLoader })
}

const [deed, ...given] = process.argv.slice(2)
if (deed === 'verify') {
  const at = given.indexOf('--did')
  if (at >= 0) learn(read(given.splice(at, 2)[1]))
  for (const file of given) console.log(JSON.stringify(await verify(read(file))))
} else if (deed === 'seal') {
  const [file, secret, method, created] = given
  console.log(JSON.stringify(await seal(read(file), secret, method, created)))
} else {
  console.error('node verifier.mjs verify RECORD.json… [--did DID.json] | seal BARE.json SECRET METHOD CREATED')
  process.exitCode = 2
}
