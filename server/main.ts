import { configOrExit } from './config.ts';
import { inTransaction } from './database/pool.ts';
import { setUpSample } from './identity/setup.ts';
import { listCongresses } from './identity/store.ts';
import { type Piaojue, startPiaojue } from './start.ts';
import { addressesChanged, hallAddresses, sampleGreeting, welcome } from './welcome.ts';

const [unknown] = process.argv.slice(2).filter((argument) => !['--sample', '--hall'].includes(argument));
if (unknown) {
  console.error(
    `不认识的参数 ${unknown}；可用：--hall 开启会场网络（HTTPS），--sample 载入样例镇
Unknown argument ${unknown}; there are --hall, the hall's network over HTTPS, and --sample, which loads the sample town`,
  );
  process.exit(2);
}

const settings = configOrExit();
const config = process.argv.includes('--hall') ? { ...settings, hall: true } : settings;
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
  if (process.argv.includes('--sample')) {
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
