/**
 * This worker's part of a number of slots: the parts of all of `workers` add up to it.
 * @param workers sorted, so that all divide alike
 */
export const divideSlots = (slots: number, workers: readonly string[], instance: string): number => {
  const place = workers.indexOf(instance);
  if (place === -1) return 0;
  const remainder = slots % workers.length;
  return Math.floor(slots / workers.length) + (place < remainder ? 1 : 0);
};

/**
 * This worker's part of a rate. Nobody gets less than one start a second, unless it is alone: each may have one start
 * saved up, and many of them saved at a low rate would be a burst.
 */
export const divideRate = (perSecond: number, workers: readonly string[], instance: string): number => {
  const place = workers.indexOf(instance);
  const sharing = Math.max(1, Math.min(workers.length, Math.floor(perSecond)));
  return place === -1 || place >= sharing ? 0 : perSecond / sharing;
};
