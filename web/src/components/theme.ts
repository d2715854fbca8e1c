import { Alert, Anchor, createTheme, Modal, rem } from "@mantine/core";

const close = { closeButtonProps: { "aria-label": "Close" } };
const heading = (size: number, line: number) => ({ fontSize: rem(size), lineHeight: rem(line), fontWeight: "600" });

/** The theme of all pages: sizes of texts, spaces and corners. Its colours are the tokens, in styles/base.css. */
export const theme = createTheme({
  fontFamily: "var(--face)",
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: rem(16), sm: rem(20), md: rem(20), lg: rem(24), xl: rem(28) },
  headings: { sizes: { h1: heading(16, 24), h2: heading(16, 24), h3: heading(14, 20), h4: heading(14, 20), h5: heading(13, 20), h6: heading(13, 20) } },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(4), md: rem(6), lg: rem(8), xl: rem(10) },
  defaultRadius: "md",
  primaryColor: "blue",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A link is known by more than its colour.
    Anchor: Anchor.extend({ defaultProps: { underline: "always" } }),
    Alert: Alert.extend({ defaultProps: { closeButtonLabel: "Close" } }),
    Modal: Modal.extend({ defaultProps: close }),
  },
});
