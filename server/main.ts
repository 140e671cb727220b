import { readArguments } from './arguments.ts';
import { backUpAndExit, restoreOrExit } from './backup/commands.ts';
import { configOrExit } from './config.ts';
import { inTransaction } from './database/pool.ts';
import { setUpSample } from './identity/setup.ts';
import { listCongresses } from './identity/store.ts';
import { type Piaojue, startPiaojue } from './start.ts';
import { addressesChanged, hallAddresses, sampleGreeting, welcome } from './welcome.ts';

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

try {
  running = await startPiaojue(config);
  if (asked) {
    await running.stop();
    process.exit(0);
  }
  const { services, url, networkUrls, hall } = running;
  if (sampleWanted) {
    const sample = await setUpSample(services);
    console.log(sampleGreeting(sample.ok ? sample.value : undefined));
  }
  const empty = (await inTransaction(services.db, listCongresses)).length === 0;
  console.log(welcome({ url, networkUrls, hall: hall && hallAddresses(hall), empty }));
  if (hall) hall.onChange = () => console.log(addressesChanged(hallAddresses(hall)));
} catch (error) {
  // Messages for the operator; a bug shows its stack.
  const { name, message, stack } = error as Error;
  console.error(name === 'Error' || name === 'PortInUse' || name === 'MigrationError' ? message : stack);
  await running?.stop().catch(() => {});
  process.exit(1);
}
