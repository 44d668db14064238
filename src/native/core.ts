import type * as Addon from '#addon';
import { requireObject } from '../machine/require.ts';

/** The Rust core, as an addon or as WebAssembly. Both compute the same bits for the same seed. */
export type Core = Pick<
  typeof Addon,
  'Automaton' | 'initialParameters' | 'Minibatch' | 'Restarts' | 'Trainer'
>;

/** A core that is loaded when it is first used, so that nothing is loaded where nothing is trained. */
export function lazily(load: () => Core): Core {
  let loaded: Core | undefined;
  const core = (): Core => {
    loaded ??= load();
    return loaded;
  };
  const lazyClass = <Name extends 'Automaton' | 'Minibatch' | 'Restarts' | 'Trainer'>(
    name: Name,
  ): Core[Name] =>
    // A function is used because the `prototype` of a class cannot be replaced.
    // biome-ignore lint/complexity/useArrowFunction: an arrow function cannot be constructed
    new Proxy(function () {} as unknown as Core[Name], {
      construct: (_, parameters) => {
        requireObject(name === 'Automaton' ? 'table' : 'shape', parameters[0]);
        return Reflect.construct(core()[name], parameters);
      },
      get: (_, property) => Reflect.get(core()[name], property),
    });
  return {
    Automaton: lazyClass('Automaton'),
    Minibatch: lazyClass('Minibatch'),
    Restarts: lazyClass('Restarts'),
    Trainer: lazyClass('Trainer'),
    initialParameters: (shape, ...numbers) => {
      requireObject('shape', shape);
      return core().initialParameters(shape, ...numbers);
    },
  };
}
