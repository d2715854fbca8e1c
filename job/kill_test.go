package job

const childURL = "OMNIMAP_TEST_CHILD_URL"

func child(string) int { return 0 }
