/** What a rule may ask of its surroundings, made of what is configured. */
import type { Configuration, ContextOf } from '../model/configuration.ts';

/** Of texts to which the same applies, rules get the same answers. */
const known = new WeakMap<Configuration, ContextOf>();

export function contextsIn(configuration: Configuration): ContextOf {
  const contextOf = known.get(configuration) ?? contextsOf(configuration);
  known.set(configuration, contextOf);
  return contextOf;
}

/** The same, as if the strict profile were asked for. */
export function strictContextsIn(configuration: Configuration): ContextOf {
  const contextOf = contextsIn(configuration);
  return (ruleId) => ({ ...contextOf(ruleId), strict: true });
}

function contextsOf(configuration: Configuration): ContextOf {
  const { profile, rules, trustedRegistries, credentialNames, sensitivePaths } = configuration;
  const shared = {
    strict: profile.value === 'strict',
    ...(trustedRegistries ? { trustedRegistries: trustedRegistries.value } : {}),
    credentialNames: credentialNames.value,
    sensitivePaths: sensitivePaths.value,
  };
  const plain = { ...shared, option: () => undefined };
  return (ruleId) => {
    const options = rules.get(ruleId)?.options;
    if (!options || options.size === 0) return plain;
    return { ...shared, option: (name) => options.get(name)?.value };
  };
}
