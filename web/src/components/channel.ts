/** How a listing is sent, as sellers call it: Amazon says DEFAULT, or AMAZON_EU and the like. Empty where it is not known. */
export function channelName(channel: string | null | undefined): string {
  if (!channel) return "";
  return channel.startsWith("AMAZON") ? "FBA, Amazon sends it" : "FBM, you send it";
}
