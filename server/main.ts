import { readArguments } from './arguments.ts';
import { backUpAndExit, restoreOrExit } from './backup/commands.ts';
import { configOrExit } from './config.ts';
import { inTransaction } from './database/pool.ts';
import { type Sample, setUpSample } from './identity/setup.ts';
import { listCongresses } from './identity/store.ts';
import { type Piaojue, startPiaojue } from './start.ts';
import { addressesChanged, hallAddresses, sampleGreeting, welcome } from './welcome.ts';
import { playSampleYear } from './year/sample-year.ts';

const given = readArguments(process.argv.slice(2));
if (!given.ok) {
  console.error(given.error);
  process.exit(2);
}
const { hall: hallWanted, sample: sampleWanted, restore, backup, force } = given.value;

const settings = configOrExit();
const config = hallWanted ? { ...settings, hall: true } : settings;
if (restore) await restoreOrExit(restore, config, force);
if (backup) await backUpAndExit(backup, config);
let running: Piaojue | undefined;
let asked = false;

/** The first signal stops in order, the second at once. */
function onSignal(): void {
  if (asked) process.exit(1);
  asked = true;
  console.log('\n正在停止…… · Stopping…');
  void running?.stop().then(
    () => process.exit(0),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

/** Plays the running year into the sample town while the server serves; without it the town can still be used. */
async function loadYear(url: string, sample: Sample): Promise<void> {
  const started = performance.now();
  console.log(
    '正在载入示例镇今年的全年资料（征集到测评），一分钟左右；载完以前，会场显示的是今年的会议。\nThe sample town’s running year, from collection to evaluation, is being played in: about a minute, during which the hall shows that year’s session.',
  );
  try {
    await playSampleYear(url, sample, (_name, _total, work) => work(() => {}));
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`示例镇全年资料已载入，用时 ${seconds} 秒 · The sample town’s year is there, after ${seconds} s.`);
  } catch (error) {
    if (asked) return;
    console.error(
      `全年资料没有载完，其余不受影响 · The year was not played in to its end; all else works: ${(error as Error).message}`,
    );
  }
}

try {
  running = await startPiaojue(config);
  if (asked) {
    await running.stop();
    process.exit(0);
  }
  const { services, url, networkUrls, hall } = running;
  let sample: Sample | undefined;
  if (sampleWanted) {
    const loaded = await setUpSample(services);
    sample = loaded.ok ? loaded.value : undefined;
    console.log(sampleGreeting(sample));
  }
  const empty = (await inTransaction(services.db, listCongresses)).length === 0;
  console.log(welcome({ url, networkUrls, hall: hall && hallAddresses(hall), empty }));
  if (sample) void loadYear(url, sample);
  if (hall) hall.onChange = () => console.log(addressesChanged(hallAddresses(hall)));
} catch (error) {
  // Messages for the operator; a bug shows its stack.
  const { name, message, stack } = error as Error;
  console.error(name === 'Error' || name === 'PortInUse' || name === 'MigrationError' ? message : stack);
  await running?.stop().catch(() => {});
  process.exit(1);
}
