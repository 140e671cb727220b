import { expect, it } from 'vitest';
import { makeElectionUuid } from '../../../core/belenios/index.ts';
import { Boxes } from '../../../server/ballot/boxes.ts';
import { random } from '../../../server/random.ts';
import { useServer } from '../../support/server.ts';
import { Hall } from './hall.ts';

const server = useServer();

it('an open box stays at hand while somebody asks for any number of elections that do not exist', async () => {
  const hall = await Hall.make(server, { deputies: 3 });
  await hall.open();
  const boxes = new Boxes(server.database.db);
  const [box, same] = await Promise.all([boxes.find(hall.uuid), boxes.find(hall.uuid)]);
  expect(box).toMatchObject({ session: hall.session });
  expect(same).toBe(box);
  const unknown = Array.from({ length: 100 }, () => boxes.find(makeElectionUuid(random)));
  expect(new Set(await Promise.all(unknown))).toEqual(new Set([undefined]));
  expect(await boxes.find(hall.uuid)).toBe(box);
  boxes.forget(hall.uuid);
  expect(await boxes.find(hall.uuid)).not.toBe(box);
});
