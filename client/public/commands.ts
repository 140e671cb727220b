import type { SealedResult } from '../../core/contract/hall.ts';

/** The commands with which anybody checks a result on their own computer; each block is copied whole. */
export interface Commands {
  /** Our own verifier. */
  readonly ours: string;
  /** The stock tool of the Belenios project. */
  readonly stock: string;
  /** What neither version of the stock tool looks at. */
  readonly extra: string;
}

/** Commands for this very archive. Shell for bash with GNU tar, as on Debian. */
export function commandsFor({
  uuid,
  method,
  lastEvent,
}: Pick<SealedResult, 'uuid' | 'method' | 'lastEvent'>): Commands {
  const file = `${uuid}.bel`;
  return {
    ours: `npm run verify -- ${file} --last-event ${lastEvent}`,
    stock: method.group === 'BELENIOS-2048' ? stock2(file) : stock3(file),
    extra: [
      `tar -tf ${file} | grep event | tail -n 1`,
      `# ${lastEvent}.event.json`,
      `mkdir -p records && tar -xf ${file} -C records`,
      `for f in $(grep -l '^{"election_uuid"' records/*.data.json); do`,
      `  jq -e '.answers as $a | [range(0; ($a|length)-1)] | all(. as $i | $a[0].choices[$i] == $a[$i+1].choices[0])' "$f" > /dev/null || echo "BAD $f"`,
      'done',
    ].join('\n'),
  };
}

/** Debian 12's version checks every ballot by itself. */
const stock2 = (file: string): string =>
  [
    'sudo apt-get install belenios-tool',
    `mkdir check && cp ${file} check/`,
    'belenios-tool election verify --dir check',
  ].join('\n');

/** From 3.0 on `election verify` leaves the ballots out, so each is checked against an archive that ends at its Setup event. */
const stock3 = (file: string): string =>
  [
    'belenios-tool --version',
    `mkdir -p check setup records && cp ${file} check/`,
    'belenios-tool election verify --dir check',
    `head -c $((512 * $(tar -tRf ${file} | awk 'NR==7 {print $2+0}'))) ${file} > setup/${file}`,
    `tar -xf ${file} -C records`,
    `for f in $(grep -l '^{"election_uuid"' records/*.data.json); do`,
    '  belenios-tool election verify-ballot --dir setup --ballot "$f" || echo "BAD $f"',
    'done',
  ].join('\n');
