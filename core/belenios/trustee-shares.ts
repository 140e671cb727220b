import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Random } from '../result.ts';
import type { Element, Group } from './group.ts';
import { base64, parseScalar, randomScalar } from './hash.ts';
import type { Json } from './json.ts';
import { parseProof, proofText, signMessage, verifyMessage } from './proofs.ts';
import type { Cert } from './trustee-messages.ts';
import type { SealedShare } from './trustee-types.ts';

const utf8 = new TextEncoder();

/**
 * Key and nonce for one share: HKDF-SHA256 over the Diffie–Hellman element, bound to group, both trustees' keys and the ephemeral
 * element. Each key encrypts exactly one message, so the nonce may come from the same derivation.
 */
function keyAndNonce(shared: string, ephemeral: string, from: Cert, to: Cert): { key: Uint8Array; nonce: Uint8Array } {
  const parties = [from, to].map((c) => `${c.context.index},${c.verificationText},${c.encryptionText}`);
  const info = ['piaojue share 1', from.context.group, ...parties, ephemeral].join('|');
  const bytes = hkdf(sha256, utf8.encode(shared), utf8.encode('piaojue share 1'), utf8.encode(info), 44);
  return { key: bytes.slice(0, 32), nonce: bytes.slice(32) };
}

const signedText = (from: Cert, to: Cert, ephemeral: string, box: string): string =>
  `share|${from.context.index}|${to.context.index}|${to.encryptionText}|${ephemeral}|${box}`;

/** Encrypts f_i(j) from trustee i to trustee j and signs the box with i's signing key (spec section 2.4: the format is ours). */
export function sealShare(
  group: Group,
  from: Cert,
  to: Cert,
  signingKey: bigint,
  share: bigint,
  random: Random,
): SealedShare {
  const r = randomScalar(group, random);
  const ephemeral = group.print(group.generatorPower(r));
  const { key, nonce } = keyAndNonce(group.print(group.power(to.encryption, r)), ephemeral, from, to);
  const box = base64(gcm(key, nonce).encrypt(utf8.encode(share.toString())));
  const signature = proofText(signMessage(group, signedText(from, to, ephemeral, box), signingKey, random));
  return { ephemeral, box, signature };
}

/** Whether trustee i signed this very box for trustee j. */
export function isShareSigned(group: Group, from: Cert, to: Cert, sealed: SealedShare): boolean {
  const proof = parseProof(group, sealed.signature as unknown as Json);
  return (
    proof !== undefined &&
    verifyMessage(group, signedText(from, to, sealed.ephemeral, sealed.box), from.verification, proof)
  );
}

/** Decrypts a share and checks g^{f_i(j)} against the sender's coefficients; undefined when anything does not fit. */
export function openShare(
  group: Group,
  from: Cert,
  to: Cert,
  decryptionKey: bigint,
  sealed: SealedShare,
  expected: Element,
): bigint | undefined {
  const ephemeral = group.parse(sealed.ephemeral);
  if (!ephemeral) return undefined;
  const { key, nonce } = keyAndNonce(group.print(group.power(ephemeral, decryptionKey)), sealed.ephemeral, from, to);
  try {
    const box = Uint8Array.from(atob(sealed.box), (c) => c.charCodeAt(0));
    const share = parseScalar(group, new TextDecoder().decode(gcm(key, nonce).decrypt(box)));
    return share !== undefined && group.equal(group.generatorPower(share), expected) ? share : undefined;
  } catch {
    return undefined; // not base64, or the box was changed: AES-GCM says so by throwing
  }
}
