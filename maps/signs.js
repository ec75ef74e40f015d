// How signs of one spot stand together, and how large what carries a number is: the same for the still map and the playback.
"use strict";

Atlas.Signs = {
  MOST: 4,
  NEAR: 40,

  // How far two spots must be apart to stand for themselves: circles must not cover each other's numbers.
  least: (one, other) => (one.circle && other.circle ? Math.max(16, Math.min(32, 0.75 * (one.reach + other.reach))) : Math.min(24, 0.62 * (one.reach + other.reach))),

  // Signs that share a spot grow less than one that stands alone.
  radii(sizes, scale) {
    const least = Math.min(6, ...sizes);
    return sizes.map((size) => (sizes.length > 1 ? least + 0.4 * (size - least) : size) * scale);
  },

  // One sign stands on its spot; several stand in a ring around it. Returns the ring's radius and each sign's place in it.
  ring(radii, counted) {
    const largest = Math.max(...radii), several = radii.length > 1;
    const ring = several ? (largest + (counted ? 3.5 : 1.5)) / Math.sin(Math.PI / radii.length) : 0;
    const places = radii.map((_, index) => {
      const angle = 2 * Math.PI * (index / radii.length) + (radii.length === 2 ? Math.PI : -Math.PI / 2);
      return [ring * Math.cos(angle), ring * Math.sin(angle)];
    });
    return { ring, places, reach: ring + largest * 1.35 + 2 };
  },

  // The radius, by area, of a circle that stands for so many records where the largest stands for `most`; a single record would have 6 pixels.
  circle: (count, most, scale) => Math.max(6, Math.sqrt(count) * Math.min(6, 24 / Math.sqrt(most))) * scale,

  // Whether a circle has room for its number.
  holds: (reach, words, scale) => reach >= 8 * scale && 2 * reach > Atlas.measure.number(words, `600 ${11.5 * scale}px ${Atlas.LATIN}`) + 4 * scale,
};
