/** How a listing is sent, as sellers call it: Amazon says DEFAULT, or AMAZON_EU and the like. Empty where it is not known. */
export function channelName(channel: string | null | undefined): string {
  if (!channel) return "";
  return channel.startsWith("AMAZON") ? "FBA, Amazon sends it" : "FBM, you send it";
}

/** What a filter sends for each of the two, as Amazon words them. */
export const channels: Record<"FBM" | "FBA", readonly string[]> = {
  FBM: ["DEFAULT"],
  FBA: ["AMAZON_NA", "AMAZON_EU", "AMAZON_JP", "AMAZON_CN", "AMAZON_IN", "AMAZON_AU", "AMAZON_FE"],
};

/** The same in three letters, beside a SKU. */
export function Channel({ channel }: { channel: string | null | undefined }) {
  if (!channel) return null;
  const amazon = channel.startsWith("AMAZON");
  return (
    <span className={amazon ? "tag amazon" : "tag"} title={channelName(channel)}>
      {amazon ? "FBA" : "FBM"}
    </span>
  );
}
