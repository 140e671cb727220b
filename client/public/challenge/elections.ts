/** Election texts that this device has read, so that the next check shows the projects' names without any network. */
const PREFIX = 'piaojue.election.';

/** The text kept under φ; whoever uses it compares its hash with φ again. */
export function keptElection(fingerprint: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + fingerprint) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepElection(fingerprint: string, json: string): void {
  try {
    localStorage.setItem(PREFIX + fingerprint, json);
  } catch {
    // Then it is read again.
  }
}
