"""CrowdLearn: peers pledge money and expertise to what a public servant wants to learn."""
