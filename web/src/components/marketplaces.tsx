// Amazon's ids, by country. Others can be typed.
const marketplaces: readonly [id: string, country: string][] = [
  ["A39IBJ37TRP1C6", "Australia"],
  ["AMEN7PMS3EDWL", "Belgium"],
  ["A2Q3Y263D00KWC", "Brazil"],
  ["A2EUQ1WTGCTBG2", "Canada"],
  ["ARBP9OOSHTCHU", "Egypt"],
  ["A13V1IB3VIYZZH", "France"],
  ["A1PA6795UKMFR9", "Germany"],
  ["A21TJRUUN4KGV", "India"],
  ["A28R8C7NBKEWEA", "Ireland"],
  ["APJ6JRA9NG5V4", "Italy"],
  ["A1VC38T7YXB528", "Japan"],
  ["A1AM78C64UM0Y8", "Mexico"],
  ["A1805IZSGTT6HS", "Netherlands"],
  ["A1C3SOZRARQ6R3", "Poland"],
  ["A17E79C6D8DWNP", "Saudi Arabia"],
  ["A19VAU5U5O7RUS", "Singapore"],
  ["AE08WJ6YKNBMC", "South Africa"],
  ["A1RKKUPIHCS9HS", "Spain"],
  ["A2NODRKZP88ZB9", "Sweden"],
  ["A33AVAJ2PDY3EV", "Turkey"],
  ["A2VIGQ35RCS4UG", "United Arab Emirates"],
  ["A1F83G8C2ARO7P", "United Kingdom"],
  ["ATVPDKIKX0DER", "United States"],
];

/** The known marketplaces, for a field whose list has this id. */
export function Marketplaces({ id }: { id: string }) {
  return (
    <datalist id={id}>
      {marketplaces.map(([value, country]) => (
        <option key={value} value={value} label={country} />
      ))}
    </datalist>
  );
}
